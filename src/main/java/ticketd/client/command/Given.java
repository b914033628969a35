package ticketd.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/**
 * The words of a command line, made such that picocli reads them as they are meant.
 *
 * <ul>
 *   <li>Values that begin like options: picocli either refuses all of them, {@code --title=--json}
 *       too, or takes whatever stands behind an option for its value; here only what is exactly an
 *       option, with or without a value behind {@code =}, tells that the one before it has none.
 *   <li>{@code -status:closed} is a word of a query, and not the option {@code -s}.
 *   <li>{@code --json id,title}: the names of members behind {@code --json}, where the first is
 *       one.
 * </ul>
 */
final class Given {
  static final String JSON = "--json";

  /** What an argument that takes a query is called. */
  static final String QUERY = "QUERY";

  private static final String END_OF_OPTIONS = "--";

  private final CommandLine subcommand;
  private final String[] args;
  private final List<String> words = new ArrayList<>();
  private final List<String> negated = new ArrayList<>();
  private int at;

  private Given(CommandLine subcommand, String[] args) {
    this.subcommand = subcommand;
    this.args = args;
  }

  /**
   * The words for picocli; members that are asked for are set in the command.
   *
   * @param args the subcommand, then what is its own
   * @throws MissingParameterException for an option without a value
   * @throws Failure for members that there are not
   */
  static String[] read(CommandLine subcommand, String[] args, Surroundings surroundings)
      throws Failure {
    Given given = new Given(subcommand, args);
    given.read(surroundings);
    return given.words.toArray(String[]::new);
  }

  /** Whether JSON is asked for, as far as the words alone tell. */
  static boolean wantsJson(String[] args) {
    for (String arg : args) {
      if (arg.equals(END_OF_OPTIONS)) {
        return false;
      }
      if (name(arg).equals(JSON)) {
        return true;
      }
    }
    return false;
  }

  private void read(Surroundings surroundings) throws Failure {
    CommandSpec spec = subcommand.getCommandSpec();
    Map<String, OptionSpec> options = spec.optionsMap();
    boolean takesQuery = spec.positionalParameters().stream().anyMatch(Given::isQuery);
    while (at < args.length && !args[at].equals(END_OF_OPTIONS)) {
      String arg = args[at];
      OptionSpec option = options.get(arg);
      if (name(arg).equals(JSON) && spec.userObject() instanceof OneShot command) {
        readJson(command, surroundings);
      } else if (option != null && option.arity().min() > 0) {
        if (at + 1 < args.length && options.containsKey(name(args[at + 1]))) {
          throw new MissingParameterException(subcommand, option, arg);
        }
        words.add(arg);
        if (at + 1 < args.length) {
          words.add(args[at + 1]);
        }
        at += 2;
      } else if (takesQuery && isNegated(arg)) {
        negated.add(arg);
        at++;
      } else {
        words.add(arg);
        at++;
      }
    }
    if (at < args.length || !negated.isEmpty()) {
      words.add(END_OF_OPTIONS);
      words.addAll(negated);
    }
    for (at++; at < args.length; at++) {
      words.add(args[at]);
    }
  }

  static boolean isQuery(ArgSpec argument) {
    return argument.paramLabel().contains(QUERY);
  }

  /** Whether it is a qualifier that must not hold: what stands behind one dash has a colon. */
  private static boolean isNegated(String word) {
    return word.matches("(?s)-\\p{L}[\\p{L}\\p{Nd}_-]+:.*");
  }

  private void readJson(OneShot command, Surroundings surroundings) throws Failure {
    String arg = args[at++];
    List<String> members = command.members();
    if (arg.contains("=")) {
      String value = arg.substring(arg.indexOf('=') + 1);
      if (value.equals("true") || value.equals("false")) {
        words.add(arg);
        return;
      }
      choose(command, value, surroundings);
    } else if (at < args.length && members.contains(args[at].split(",", 2)[0])) {
      choose(command, args[at++], surroundings);
    }
    words.add(JSON);
  }

  private static void choose(OneShot command, String list, Surroundings surroundings)
      throws Failure {
    List<String> names = List.of(list.split(",", -1));
    for (String name : names) {
      if (!command.members().contains(name)) {
        String allowed = String.join(", ", command.members());
        throw new Failure(
            ExitStatus.USAGE, surroundings.texts().get("usage.value", JSON, name, allowed));
      }
    }
    command.common.members = names;
  }

  /** What stands before the first {@code =}. */
  static String name(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }
}
