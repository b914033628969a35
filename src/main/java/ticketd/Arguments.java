package ticketd;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import ticketd.server.SettingsException;
import ticketd.server.Texts;

/** The arguments of one subcommand; a mistake in them is one line in the language set. */
final class Arguments {
  static final int DONE = 0;
  static final int USAGE = 2;
  static final String LANG = "--lang";
  static final String HELP = "--help";

  private static final int USAGE_WIDTH = 100;

  private final Texts texts;
  private final CommandLine commandLine;

  Arguments(CommandSpec spec, Texts texts) {
    this.texts = texts;
    this.commandLine = new CommandLine(spec).setExpandAtFiles(false).setUsageHelpWidth(USAGE_WIDTH);
  }

  /** The language asked for, if it is, so that a mistake in another option is told in it. */
  static Map<String, String> languageIn(String[] args) {
    Map<String, String> lang = new TreeMap<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(LANG + "=")) {
        lang.put(LANG, args[i].substring(LANG.length() + 1));
      } else if (args[i].equals(LANG) && i + 1 < args.length) {
        lang.put(LANG, args[i + 1]);
      }
    }
    return lang;
  }

  ParseResult parse(String[] args) throws SettingsException {
    try {
      return commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      throw new SettingsException(explain(e));
    }
  }

  private String explain(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      String key = first.startsWith("-") ? "unknown-option" : "unexpected-argument";
      return texts.of(
          key, first, String.join(", ", commandLine.getCommandSpec().optionsMap().keySet()));
    }
    if (e instanceof CommandLine.MissingParameterException missing) {
      ArgSpec first = missing.getMissing().get(0);
      return texts.of(first.isOption() ? "missing-value" : "missing-argument", name(first));
    }
    if (e instanceof CommandLine.OverwrittenOptionException twice) {
      return texts.of("given-twice", name(twice.getOverwritten()));
    }
    // The only one left: a value for an option that takes none.
    return texts.of("no-value", name(e.getArgSpec()));
  }

  private static String name(ArgSpec spec) {
    return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
  }

  String usage() {
    return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing();
  }

  /** Standard output, of UTF-8 whatever the locale: the texts are. */
  static PrintStream output() {
    return stream(FileDescriptor.out);
  }

  static PrintStream error() {
    return stream(FileDescriptor.err);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
