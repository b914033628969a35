package ticketd.client.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A standard stream as lines of UTF-8, whatever the locale's encoding is. For one thread. */
public final class Output {
  private final OutputStream out;
  private final boolean throwing;
  private boolean failed;

  public Output(OutputStream out) {
    this(out, true);
  }

  private Output(OutputStream out, boolean throwing) {
    this.out = new BufferedOutputStream(out, 16 * 1024);
    this.throwing = throwing;
  }

  public static Output standard() {
    return new Output(new FileOutputStream(FileDescriptor.out));
  }

  /**
   * Nobody is left to be told that this one takes nothing, and what is done is done all the same.
   */
  public static Output error() {
    return new Output(new FileOutputStream(FileDescriptor.err), false);
  }

  /** The stream takes nothing any more. */
  public static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1;

    ClosedException(IOException cause) {
      super(cause.toString(), cause);
    }

    /** What the system says. */
    public String reason() {
      return getCause() == null ? "" : String.valueOf(getCause().getMessage());
    }

    /**
     * Whether whoever read standard output has gone, as in {@code | head}, which is no failure;
     * what the error says depends on the locale, what the stream is does not.
     */
    public boolean readerHasGone() {
      try {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
        return target.startsWith("pipe:") || target.startsWith("socket:");
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Writes the line and an LF; it may stay in a buffer until {@link #flush}. */
  public void line(String line) throws ClosedException {
    text(line + "\n");
  }

  /** Writes text as it is. */
  public void text(String text) throws ClosedException {
    if (failed && !throwing) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Passes on what is buffered; that it cannot be is thrown once. */
  public void flush() throws ClosedException {
    if (failed) {
      return;
    }
    try {
      out.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException cause) throws ClosedException {
    failed = true;
    if (throwing) {
      throw new ClosedException(cause);
    }
  }
}
