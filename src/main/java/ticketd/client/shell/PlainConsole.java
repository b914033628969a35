package ticketd.client.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import ticketd.client.screen.Output;

/**
 * A terminal that can only print lines ({@code TERM=dumb}): the terminal edits the line by itself,
 * Ctrl-C ends the client.
 */
final class PlainConsole implements Console {
  private static final int WIDTH = 80;

  private final InputLines in;
  private final Output out;

  /** The prompt that stands on the screen; empty when none does. */
  private String prompt = "";

  PlainConsole(InputStream in, Output out) {
    this.in = new InputLines(in);
    this.out = out;
  }

  @Override
  public Input read(String prompt, Purpose purpose) throws IOException {
    synchronized (this) {
      this.prompt = prompt;
      out.text(prompt);
      out.flush();
    }
    Optional<byte[]> line = in.next();
    synchronized (this) {
      this.prompt = "";
      if (line.isEmpty()) {
        out.text("\n");
        out.flush();
      }
    }
    return line.isEmpty() ? new End() : new Typed(new String(line.get(), StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void show(String line) {
    try {
      if (prompt.isEmpty()) {
        out.line(line);
      } else {
        out.text("\n" + line + "\n" + prompt);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void onInterrupt(Runnable action) {
    // The default stands: Ctrl-C ends the process with status 130.
  }

  @Override
  public void close() {}
}
