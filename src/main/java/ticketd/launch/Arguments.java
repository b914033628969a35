package ticketd.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import ticketd.server.settings.SettingsException;
import ticketd.server.text.Texts;

/** The server's arguments; a mistake in them is one line in the language set. */
final class Arguments {
  static final int USAGE = 2;

  private final Texts texts;
  private final CommandLine commandLine;

  /**
   * @param spec options only
   */
  Arguments(CommandSpec spec, Texts texts) {
    this.texts = texts;
    this.commandLine = new CommandLine(spec).setExpandAtFiles(false);
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
      return texts.of("missing-value", ((OptionSpec) missing.getMissing().get(0)).longestName());
    }
    if (e instanceof CommandLine.OverwrittenOptionException twice) {
      return texts.of("given-twice", ((OptionSpec) twice.getOverwritten()).longestName());
    }
    // The only one left: a value for an option that takes none.
    return texts.of("no-value", ((OptionSpec) e.getArgSpec()).longestName());
  }

  /** Of UTF-8 whatever the locale: the texts are. */
  static PrintStream error() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }
}
