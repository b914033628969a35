package ticketd.client.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that a server sent, cut into lines. For one thread. */
public final class Lines {
  /** Where bytes come from; as {@link java.io.InputStream#read(byte[], int, int)}. */
  public interface Source {
    int read(byte[] into, int from, int most) throws IOException;
  }

  /** Longer than any line a server sends: a ticket with a hundred comments, all escaped. */
  private static final int LONGEST_LINE = 64 << 20;

  private byte[] buffer;

  /** The line moved to last. */
  private int lineStart;

  private int lineEnd;

  /**
   * Behind it: what {@link #next} has not moved to; up to {@code searched} there is no LF in it.
   */
  private int unread;

  private int searched;
  private int end;

  /**
   * No line yet.
   *
   * @param capacity bytes received at once; a longer line finds room all the same
   */
  public Lines(int capacity) {
    buffer = new byte[capacity];
  }

  /**
   * Receives what {@code source} has; the line moved to last is gone then.
   *
   * @return false at the end of the stream; what came without a terminator was cut, and is dropped
   */
  public boolean receive(Source source) throws IOException {
    makeRoom();
    int count = source.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  private void makeRoom() throws IOException {
    System.arraycopy(buffer, unread, buffer, 0, end - unread);
    end -= unread;
    searched -= unread;
    unread = 0;
    lineStart = 0;
    lineEnd = 0;
    if (end == buffer.length) {
      if (buffer.length >= LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  /** Whether a whole line has been received that {@link #next} has not moved to. */
  public boolean hasNext() {
    while (searched < end && buffer[searched] != '\n') {
      searched++;
    }
    return searched < end;
  }

  /** Moves to the next line; false while it is not received whole. */
  public boolean next() {
    if (!hasNext()) {
      return false;
    }
    lineStart = unread;
    lineEnd = searched > unread && buffer[searched - 1] == '\r' ? searched - 1 : searched;
    unread = searched + 1;
    searched = unread;
    return true;
  }

  /** Whether the line begins with {@code ascii}. */
  public boolean begins(String ascii) {
    if (lineEnd - lineStart < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (buffer[lineStart + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The line, without its terminator. */
  public String text() {
    return new String(buffer, lineStart, lineEnd - lineStart, StandardCharsets.UTF_8);
  }
}
