package ticketd.client.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values that begin like options. Picocli either refuses all of them, {@code --title=--json} too,
 * or takes whatever stands behind an option for its value; here only what is exactly an option,
 * with or without a value behind {@code =}, tells that the one before it has none.
 */
final class OptionValues {
  private OptionValues() {}

  /**
   * Refuses an option without a value.
   *
   * @param args the subcommand, then what is its own
   */
  static void check(CommandLine subcommand, String[] args) {
    Map<String, OptionSpec> options = subcommand.getCommandSpec().optionsMap();
    int i = 0;
    while (i < args.length && !args[i].equals("--")) {
      OptionSpec option = options.get(args[i]);
      if (option == null || option.arity().min() == 0) {
        i++;
        continue;
      }
      if (i + 1 < args.length && options.containsKey(name(args[i + 1]))) {
        throw new MissingParameterException(subcommand, option, args[i]);
      }
      i += 2;
    }
  }

  /** What stands before the first {@code =}. */
  static String name(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }
}
