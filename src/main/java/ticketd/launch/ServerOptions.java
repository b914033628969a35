package ticketd.launch;

import java.io.File;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import ticketd.server.settings.Given;
import ticketd.server.settings.Setting;
import ticketd.server.settings.SettingType;

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
    for (Setting<?> setting : Setting.all()) {
      setting.option().ifPresent(name -> spec.addOption(option(name, setting.type())));
    }
    spec.addOption(option(Given.CONFIG_OPTION, new SettingType.FileName()));
    spec.addOption(option(Given.SHM_OPTION, new SettingType.Flag()));
    spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).build());
    spec.addOption(
        OptionSpec.builder("-V", "--version").type(boolean.class).versionHelp(true).build());
    return spec;
  }

  private static OptionSpec option(String name, SettingType<?> type) {
    Optional<String> value = type.placeholder(name);
    if (value.isEmpty()) {
      return OptionSpec.builder(name).type(boolean.class).build();
    }
    OptionSpec.Builder option = OptionSpec.builder(name).arity("1").paramLabel(value.get());
    if (type instanceof SettingType.Word<?> word) {
      option.completionCandidates(word.named());
    }
    return option.type(type instanceof SettingType.FileName ? File.class : String.class).build();
  }
}
