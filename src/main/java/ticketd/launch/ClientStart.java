package ticketd.launch;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import ticketd.client.command.Commands;
import ticketd.client.command.Failures;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Languages;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;

/**
 * The client's command line: runs one subcommand within this process's streams and environment.
 * Apart from {@link Dispatch}, whose verification would load the client's classes for the server
 * too.
 */
final class ClientStart {
  private ClientStart() {}

  /**
   * Runs the subcommand that the first argument names; its exit status.
   *
   * @param given at least the subcommand
   */
  static int run(String[] given) {
    return within(given, ClientStart::run);
  }

  /** Says that an argument is not UTF-8, whichever command it is for; the exit status. */
  static int refuse(Invocation malformed) {
    return within(
        malformed.arguments().toArray(String[]::new),
        (args, surroundings) -> {
          String shown = malformed.malformed().orElseThrow();
          String message = surroundings.texts().get("usage.not-utf8", shown);
          return Failures.of(args, surroundings).tell(new Failure(ExitStatus.USAGE, message));
        });
  }

  /** Shows a command's help, with these options besides; the exit status. */
  static int showHelp(String command, Map<String, String> options) {
    List<String> args = new ArrayList<>(List.of("help", command));
    options.forEach((name, value) -> args.add(name + "=" + value));
    return run(args.toArray(String[]::new));
  }

  /** Prints a line as a command prints its output; the exit status. */
  static int print(String line) {
    return within(
        new String[0],
        (args, surroundings) -> {
          surroundings.out().line(line);
          return ExitStatus.DONE;
        });
  }

  private interface Body {
    int run(String[] args, Surroundings surroundings) throws IOException;
  }

  private static int within(String[] given, Body body) {
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
              ListedCommands.ALL);
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
      return Failures.of(args, surroundings).tell(unknown.get());
    }
    OptionalInt status = Commands.run(args, surroundings);
    return status.isPresent()
        ? status.getAsInt()
        : Failures.of(args, surroundings).tellUnknownCommand(args[0]);
  }

  /** Empty where there is none, as an empty variable counts. */
  private static String languageOption(String[] args) {
    return LanguageOption.in(args).orElse("");
  }
}
