package ticketd.client;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import ticketd.client.command.Commands;
import ticketd.client.command.Failures;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Languages;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;

/** The client's entry point: runs one subcommand. */
public final class ClientMain {
  private ClientMain() {}

  /**
   * Runs the subcommand that the first argument names; its exit status.
   *
   * @param given at least the subcommand
   */
  public static int run(String[] given) {
    return run(given, Map.of());
  }

  /** The same with more subcommands, see {@link Surroundings#more}. */
  public static int run(String[] given, Map<String, Function<Surroundings, Object>> more) {
    return within(given, more, ClientMain::run);
  }

  /** Prints a line as a command prints its output; the exit status. */
  public static int print(String line) {
    return within(
        new String[0],
        Map.of(),
        (args, surroundings) -> {
          surroundings.out().line(line);
          return ExitStatus.DONE;
        });
  }

  /** Says that an argument is not UTF-8, whichever command it is for; the exit status. */
  public static int refuse(Invocation malformed) {
    return within(
        malformed.arguments().toArray(String[]::new),
        Map.of(),
        (args, surroundings) -> {
          String shown = malformed.malformed().orElseThrow();
          String message = surroundings.texts().get("usage.not-utf8", shown);
          return new Failures(surroundings).tell(new Failure(ExitStatus.USAGE, message));
        });
  }

  private interface Body {
    int run(String[] args, Surroundings surroundings) throws IOException;
  }

  private static int within(
      String[] given, Map<String, Function<Surroundings, Object>> more, Body body) {
    try {
      Map<String, String> environment = Invocation.environment();
      Surroundings surroundings =
          new Surroundings(
              Texts.in(Languages.shown(languageOption(given), environment)),
              environment,
              // Buffered: to read all of itself a file stream asks where it is; a pipe is nowhere.
              new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
              Output.standard(),
              Output.error(),
              more);
      int status = body.run(given, surroundings);
      try {
        surroundings.out().flush();
      } catch (Output.ClosedException e) {
        return new Failures(surroundings).tellUnwritten(e);
      }
      return status;
    } catch (IOException e) {
      // Standard error is closed as well: there is nobody left to tell.
      return ExitStatus.FAILED;
    }
  }

  private static int run(String[] args, Surroundings surroundings) throws IOException {
    Optional<Languages.Unknown> unknown =
        Languages.unknown(languageOption(args), surroundings.environment());
    if (unknown.isPresent()) {
      return new Failures(surroundings).tell(unknown.get());
    }
    OptionalInt status = Commands.run(args, surroundings);
    return status.isPresent()
        ? status.getAsInt()
        : new Failures(surroundings).tellUnknownCommand(args[0]);
  }

  /** The value of {@code --lang} before anything else is parsed: errors are told in it as well. */
  private static String languageOption(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--lang=")) {
        return args[i].substring("--lang=".length());
      }
      if (args[i].equals("--lang") && i + 1 < args.length) {
        return args[i + 1];
      }
    }
    return "";
  }
}
