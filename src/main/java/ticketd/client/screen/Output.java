package ticketd.client.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A standard stream as lines of UTF-8, whatever the locale's encoding is. For one thread. */
public final class Output {
  private final OutputStream out;

  public Output(OutputStream out) {
    this.out = new BufferedOutputStream(out, 16 * 1024);
  }

  public static Output standard() {
    return new Output(new FileOutputStream(FileDescriptor.out));
  }

  public static Output error() {
    return new Output(new FileOutputStream(FileDescriptor.err));
  }

  /** Writes the line and an LF; it may stay in a buffer until {@link #flush}. */
  public void line(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Writes text as it is. */
  public void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Passes on what is buffered.
   *
   * @throws IOException when whoever reads has gone
   */
  public void flush() throws IOException {
    out.flush();
  }
}
