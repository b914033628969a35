package ticketd.client.shell;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of bytes without LF and without the CR before it; a last line needs no LF. */
final class InputLines {
  /** It ends in a line that no server takes, however it is set. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException() {
      super("a line of more than " + LONGEST_LINE + " bytes");
    }
  }

  /** It cannot be read: a directory, or a fault of the disk it is on. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException fault;

    UnreadableException(IOException fault) {
      super(fault);
      this.fault = fault;
    }

    IOException fault() {
      return fault;
    }
  }

  /** The most that a server can be set to take. */
  static final int LONGEST_LINE = 16 << 20;

  private final BufferedInputStream in;

  InputLines(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /** Whether more can be read without waiting for whoever writes. */
  boolean isReady() throws IOException {
    return in.available() > 0;
  }

  /**
   * The next line; empty at the end.
   *
   * @throws TooLongException when it is longer than {@link #LONGEST_LINE}: what follows is no line
   * @throws UnreadableException when the input cannot be read
   */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = read();
    if (b < 0) {
      return Optional.empty();
    }
    while (b >= 0 && b != '\n') {
      if (line.size() == LONGEST_LINE) {
        throw new TooLongException();
      }
      line.write(b);
      b = read();
    }
    byte[] bytes = line.toByteArray();
    boolean cr = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return Optional.of(cr ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes);
  }

  private int read() throws UnreadableException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }
}
