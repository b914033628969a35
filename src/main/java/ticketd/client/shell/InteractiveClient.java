package ticketd.client.shell;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.Failure;
import ticketd.client.link.LineConnection;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Tty;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

/**
 * The interactive client on the standard streams, in the one of its three shapes that fits them.
 */
public final class InteractiveClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private InteractiveClient() {}

  /**
   * Runs to the end of the session.
   *
   * @param asked the language asked for; without it the piped client leaves the server's as it is
   * @param who is identified before all else; empty: nobody
   * @param texts in the language that a person on a terminal is spoken to
   * @return the exit status
   */
  public static int run(
      ServerAddress address,
      Optional<Language> asked,
      Optional<Identity> who,
      Texts texts,
      Map<String, String> environment)
      throws Failure, IOException {
    if (!isOnTerminal()) {
      try (LineConnection connection = LineConnection.open(address, CONNECT_TIMEOUT)) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        return new PipedClient(connection, in, Output.standard(), Output.error(), texts)
            .run(asked, who);
      }
    }
    boolean coloured = Tty.hasColour();
    try (Console console = console(environment, coloured)) {
      return new Shell(console, new Painter(coloured), texts).run(address, who);
    }
  }

  /** Whether a person is in front of it. */
  public static boolean isOnTerminal() {
    return Tty.isInput() && Tty.isOutput();
  }

  private static Console console(Map<String, String> environment, boolean coloured)
      throws IOException {
    return Tty.isDumb()
        ? PlainConsole.open()
        : EditingConsole.open(HistoryFile.open(environment), new Completion(), coloured);
  }
}
