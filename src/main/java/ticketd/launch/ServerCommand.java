package ticketd.launch;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import ticketd.server.ServerProcess;
import ticketd.server.settings.Given;
import ticketd.server.settings.Settings;
import ticketd.server.settings.SettingsException;
import ticketd.server.settings.SettingsLoader;
import ticketd.server.text.Texts;

/**
 * The server's command line. It only tells options apart; what their values may be is said once, by
 * {@link SettingsLoader}, for every source of settings.
 */
final class ServerCommand {
  private ServerCommand() {}

  /** Runs the server, or says why not; the exit status. */
  static int run(String[] args) {
    Map<String, String> lang =
        LanguageOption.in(args).map(value -> Map.of(LanguageOption.NAME, value)).orElse(Map.of());
    Texts texts = Texts.in(SettingsLoader.languageAsFarAsKnown(Given.ofThisProcess(lang)));
    try {
      ParseResult parsed = new Arguments(ServerOptions.spec(), texts).parse(args);
      if (parsed.isUsageHelpRequested()) {
        return ClientStart.showHelp(ServerOptions.COMMAND, lang);
      }
      if (parsed.isVersionHelpRequested()) {
        return ClientStart.print("ticketd " + version());
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
      options.put(option.longestName(), given(option));
    }
    return options;
  }

  /** As it was written: what a file's name would become is no URL any more. */
  private static String given(OptionSpec option) {
    List<String> written = option.originalStringValues();
    return written.isEmpty() ? Objects.toString(option.getValue()) : written.get(0);
  }

  private static String version() {
    return Optional.ofNullable(ServerCommand.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
