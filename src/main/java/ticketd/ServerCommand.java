package ticketd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final String VERSION = "--version";

  /** Options that take a value, with what usage calls it. */
  private static final List<Map.Entry<String, String>> VALUED =
      List.of(
          Map.entry("--host", "H"),
          Map.entry("--port", "P"),
          Map.entry("--store", "FILE"),
          Map.entry("--sync", "always|interval|os"),
          Map.entry(Arguments.LANG, "fr|en"),
          Map.entry(Given.CONFIG_OPTION, "FILE"));

  private static final List<String> FLAGS = List.of("--allow-remote", Given.SHM_OPTION);

  private final Texts texts;
  private final Arguments arguments;

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
    spec.addOption(described(Arguments.HELP, "-h").type(boolean.class).usageHelp(true).build());
    spec.addOption(described(VERSION, "-V").type(boolean.class).versionHelp(true).build());
    spec.usageMessage()
        .synopsisHeading(texts.of("usage-heading"))
        .customSynopsis(texts.of("usage-synopsis"))
        .description(texts.of("usage-description"))
        .optionListHeading(texts.of("usage-option-heading"))
        .footer(texts.of("usage-footer"));
    this.arguments = new Arguments(spec, texts);
  }

  private OptionSpec.Builder described(String name, String... others) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(List.of(others));
    return OptionSpec.builder(names.toArray(String[]::new))
        .description(texts.of("usage-" + name.substring(2)));
  }

  /** Runs the server, or says why not; the exit status. */
  static int run(String[] args) {
    Texts texts =
        Texts.in(
            SettingsLoader.languageAsFarAsKnown(Given.ofThisProcess(Arguments.languageIn(args))));
    try {
      ServerCommand command = new ServerCommand(texts);
      ParseResult parsed = command.arguments.parse(args);
      if (parsed.isUsageHelpRequested()) {
        Arguments.output().println(command.arguments.usage());
        return Arguments.DONE;
      }
      if (parsed.isVersionHelpRequested()) {
        Arguments.output().println("ticketd " + version());
        return Arguments.DONE;
      }
      Settings settings = SettingsLoader.load(Given.ofThisProcess(options(parsed)));
      return ServerProcess.run(settings);
    } catch (SettingsException e) {
      Arguments.error().println(texts.of("error-line", e.getMessage()));
      return Arguments.USAGE;
    }
  }

  private static Map<String, String> options(ParseResult parsed) {
    Map<String, String> options = new TreeMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      options.put(option.longestName(), Objects.toString(option.getValue()));
    }
    return options;
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
