package ticketd.client.shell;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.Connection;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

/**
 * The interactive client on the standard streams, in the one of its three shapes that fits them.
 */
public final class InteractiveClient {
  private InteractiveClient() {}

  /**
   * What the command line asks for.
   *
   * @param language without it the piped client leaves the server's as it is
   * @param who is identified before all else; empty: nobody
   * @param color as {@link Colour#isWanted} takes it
   * @param stopsAtErrors whether a pipe's first refusal is the end, with its status
   */
  public record Wishes(
      Optional<Language> language, Optional<Identity> who, String color, boolean stopsAtErrors) {
    /** Whoever signs in is nobody else. */
    private Wishes withoutName() {
      return new Wishes(language, Optional.empty(), color, stopsAtErrors);
    }
  }

  /**
   * Runs to the end of the session.
   *
   * @param texts in the language that a person on a terminal is spoken to
   * @return the exit status
   */
  public static int run(
      ServerAddress address, Wishes wishes, Texts texts, Map<String, String> environment)
      throws Failure, IOException {
    if (!isOnTerminal()) {
      try (Connection connection = Connection.open(address)) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        connection.signIn(texts);
        return new PipedClient(connection, in, Output.standard(), Output.error(), texts)
            .run(address.token().isPresent() ? wishes.withoutName() : wishes);
      }
    }
    boolean coloured = Colour.isWanted(wishes.color(), environment, true);
    Completion completion = new Completion();
    try (Console console = console(environment, texts, coloured, completion)) {
      Shell shell = new Shell(console, new Painter(coloured), texts, environment);
      completion.from(shell::offered);
      return shell.run(address, wishes.who());
    }
  }

  /** Whether a person is in front of it. */
  public static boolean isOnTerminal() {
    return Tty.isInput() && Tty.isOutput();
  }

  private static Console console(
      Map<String, String> environment, Texts texts, boolean coloured, Completion completion)
      throws IOException {
    if (Tty.isDumb()) {
      return PlainConsole.open();
    }
    RequestHistory history =
        new RequestHistory(
            historyFile(environment, texts),
            failure -> warn(texts.get("history.failed", String.valueOf(failure))));
    return EditingConsole.open(history, completion, coloured);
  }

  private static Optional<HistoryFile> historyFile(Map<String, String> environment, Texts texts) {
    try {
      return HistoryFile.open(environment);
    } catch (HistoryFile.UnusableException e) {
      String reason = e.reason().startsWith("history.") ? texts.get(e.reason()) : e.reason();
      warn(texts.get("history.unusable", e.file(), reason));
      return Optional.empty();
    }
  }

  private static void warn(String text) {
    Output error = Output.error();
    try {
      error.line("ticket: " + Visible.line(text));
      error.flush();
    } catch (Output.ClosedException e) {
      // Nobody reads warnings; the client works without them.
      return;
    }
  }
}
