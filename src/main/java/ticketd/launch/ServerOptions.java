package ticketd.launch;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import ticketd.journal.SyncMode;
import ticketd.server.settings.Given;
import ticketd.wire.Language;

/**
 * The options of the server's command line, told apart by name only. What they mean is said by the
 * client's texts, whose help lists the server as a command.
 */
final class ServerOptions {
  /** The subcommand that they stand behind. */
  static final String COMMAND = "server";

  private ServerOptions() {}

  /** The options, without descriptions. */
  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(COMMAND);
    spec.addOption(valued("--host", "HOST").build());
    spec.addOption(valued("--port", "PORT").build());
    spec.addOption(valued("--store", "FILE").type(File.class).build());
    spec.addOption(
        valued("--sync", "always|interval|os")
            .completionCandidates(Arrays.stream(SyncMode.values()).map(SyncMode::wireName).toList())
            .build());
    spec.addOption(
        valued(LanguageOption.NAME, "fr|en")
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
}
