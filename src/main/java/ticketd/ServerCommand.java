package ticketd;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import ticketd.journal.SyncMode;
import ticketd.server.Given;
import ticketd.server.ServerProcess;
import ticketd.server.Settings;
import ticketd.server.SettingsException;
import ticketd.server.SettingsLoader;
import ticketd.server.Texts;
import ticketd.wire.Language;

/**
 * The server's command line. It only tells options apart; what their values may be is said once, by
 * {@link SettingsLoader}, for every source of settings. What they mean is said by the client, whose
 * help lists the server as a command.
 */
final class ServerCommand {
  private ServerCommand() {}

  /** The options, without descriptions. */
  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(Main.SERVER);
    spec.addOption(valued("--host", "HOST").build());
    spec.addOption(valued("--port", "PORT").build());
    spec.addOption(valued("--store", "FILE").type(File.class).build());
    spec.addOption(
        valued("--sync", "always|interval|os")
            .completionCandidates(Arrays.stream(SyncMode.values()).map(SyncMode::wireName).toList())
            .build());
    spec.addOption(
        valued(Arguments.LANG, "fr|en")
            .completionCandidates(Arrays.stream(Language.values()).map(Language::wireName).toList())
            .build());
    spec.addOption(valued(Given.CONFIG_OPTION, "FILE").type(File.class).build());
    for (String name : List.of("--allow-remote", Given.SHM_OPTION)) {
      spec.addOption(OptionSpec.builder(name).type(boolean.class).build());
    }
    spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).build());
    spec.addOption(
        OptionSpec.builder("-V", "--version").type(boolean.class).versionHelp(true).build());
    return spec;
  }

  private static OptionSpec.Builder valued(String name, String value) {
    return OptionSpec.builder(name).type(String.class).arity("1").paramLabel(value);
  }

  /** Runs the server, or says why not; the exit status. */
  static int run(String[] args) {
    Map<String, String> lang = Arguments.languageIn(args);
    Texts texts = Texts.in(SettingsLoader.languageAsFarAsKnown(Given.ofThisProcess(lang)));
    try {
      ParseResult parsed = new Arguments(spec(), texts).parse(args);
      if (parsed.isUsageHelpRequested()) {
        return ClientStart.showHelp(Main.SERVER, lang);
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
      options.put(option.longestName(), Objects.toString(option.getValue()));
    }
    return options;
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
