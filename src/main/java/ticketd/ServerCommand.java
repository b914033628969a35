package ticketd;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import ticketd.server.Given;
import ticketd.server.ServerProcess;
import ticketd.server.Settings;
import ticketd.server.SettingsException;
import ticketd.server.SettingsLoader;
import ticketd.server.Texts;

/**
 * The server's command line. It only tells options apart; what their values may be is said once, by
 * {@link SettingsLoader}, for every source of settings.
 */
final class ServerCommand {
  private static final int DONE = 0;
  private static final int USAGE = 2;

  private static final String LANG = "--lang";
  private static final String HELP = "--help";
  private static final String VERSION = "--version";

  /** Options that take a value, with what usage calls it. */
  private static final List<Map.Entry<String, String>> VALUED =
      List.of(
          Map.entry("--host", "H"),
          Map.entry("--port", "P"),
          Map.entry("--store", "FILE"),
          Map.entry("--sync", "always|interval|os"),
          Map.entry(LANG, "fr|en"),
          Map.entry(Given.CONFIG_OPTION, "FILE"));

  private static final List<String> FLAGS = List.of("--allow-remote", Given.SHM_OPTION);

  private final Texts texts;
  private final CommandLine commandLine;

  private ServerCommand(Texts texts) {
    this.texts = texts;
    CommandSpec spec = CommandSpec.create().name("ticketd");
    VALUED.forEach(
        option ->
            spec.addOption(
                described(option.getKey())
                    .type(String.class)
                    .arity("1")
                    .paramLabel(option.getValue())
                    .build()));
    FLAGS.forEach(option -> spec.addOption(described(option).type(boolean.class).build()));
    spec.addOption(described(HELP, "-h").type(boolean.class).usageHelp(true).build());
    spec.addOption(described(VERSION, "-V").type(boolean.class).versionHelp(true).build());
    spec.usageMessage()
        .synopsisHeading(texts.of("usage-heading"))
        .customSynopsis(texts.of("usage-synopsis"))
        .description(texts.of("usage-description"))
        .optionListHeading(texts.of("usage-option-heading"))
        .footer(texts.of("usage-footer"));
    this.commandLine = new CommandLine(spec);
    commandLine.setExpandAtFiles(false);
    commandLine.setUsageHelpWidth(100);
  }

  private OptionSpec.Builder described(String name, String... others) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(List.of(others));
    return OptionSpec.builder(names.toArray(String[]::new))
        .description(texts.of("usage-" + name.substring(2)));
  }

  /** Runs the server, or says why not; the exit status. */
  static int run(String[] args) {
    Texts texts = Texts.in(SettingsLoader.languageAsFarAsKnown(Given.ofThisProcess(langOf(args))));
    try {
      ServerCommand command = new ServerCommand(texts);
      ParseResult parsed = command.parse(args);
      if (parsed.isUsageHelpRequested()) {
        stream(FileDescriptor.out)
            .print(command.commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF));
        return DONE;
      }
      if (parsed.isVersionHelpRequested()) {
        stream(FileDescriptor.out).println("ticketd " + version());
        return DONE;
      }
      Settings settings = SettingsLoader.load(Given.ofThisProcess(options(parsed)));
      return ServerProcess.run(settings);
    } catch (SettingsException e) {
      stream(FileDescriptor.err).println(texts.of("error-line", e.getMessage()));
      return USAGE;
    }
  }

  /** The language asked for, if it is, so that a mistake in another option is told in it. */
  private static Map<String, String> langOf(String[] args) {
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

  private static Map<String, String> options(ParseResult parsed) {
    Map<String, String> options = new TreeMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      options.put(option.longestName(), Objects.toString(option.getValue()));
    }
    return options;
  }

  private ParseResult parse(String[] args) throws SettingsException {
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
      return texts.of("missing-value", name(missing.getMissing().get(0)));
    }
    if (e instanceof CommandLine.OverwrittenOptionException twice) {
      return texts.of("given-twice", name(twice.getOverwritten()));
    }
    // The only one left: a value for an option that takes none.
    return texts.of("no-value", name(e.getArgSpec()));
  }

  private static String name(ArgSpec spec) {
    return ((OptionSpec) spec).longestName();
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  /** Of UTF-8 whatever the locale: the texts are. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
