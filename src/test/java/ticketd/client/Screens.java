package ticketd.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ticketd.testing.Jar;

/** The terminals of a test, on which commands run in its client's environment. */
final class Screens implements AutoCloseable {
  private final Path folder;
  private final ClientJar client;
  private final List<Screen> open = new ArrayList<>();

  Screens(Path folder, ClientJar client) {
    this.folder = folder;
    this.client = client;
  }

  /** A command on a terminal of its own. */
  Screen run(int columns, int rows, List<String> command) {
    try {
      // A tmux a screen: its socket has a folder of its own.
      Path own = Files.createDirectory(folder.resolve("screen" + open.size()));
      Screen screen = Screen.run(own, columns, rows, client.environment(), command);
      open.add(screen);
      return screen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command of the client. */
  Screen run(int columns, String... arguments) {
    return run(columns, 24, Jar.client(arguments));
  }

  @Override
  public void close() {
    open.forEach(Screen::close);
  }
}
