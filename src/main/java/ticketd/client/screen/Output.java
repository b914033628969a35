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

  /** Whoever read the stream has gone, as in {@code | head}. */
  public static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1;

    ClosedException(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  /** Writes the line and an LF; it may stay in a buffer until {@link #flush}. */
  public void line(String line) throws ClosedException {
    text(line + "\n");
  }

  /** Writes text as it is. */
  public void text(String text) throws ClosedException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  /** Passes on what is buffered. */
  public void flush() throws ClosedException {
    try {
      out.flush();
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }
}
