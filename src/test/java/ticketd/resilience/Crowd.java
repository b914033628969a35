package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many connections at once that are held open and read nothing. For one thread. */
final class Crowd implements AutoCloseable {
  /** What the kernel takes of replies that nobody reads. */
  private static final int RECEIVE_BYTES = 4096;

  private static final Duration BREATH = Duration.ofMillis(300);

  private final List<SocketChannel> members = new ArrayList<>();

  /** So many, all connected. */
  static Crowd at(InetSocketAddress server, int size) {
    Crowd crowd = new Crowd();
    try {
      for (int i = 0; i < size; i++) {
        SocketChannel member = SocketChannel.open();
        crowd.members.add(member);
        member.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        member.connect(server);
      }
      return crowd;
    } catch (IOException e) {
      crowd.close();
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return members.size();
  }

  /** Each sends this; those that were cut meanwhile are left out. Returns how many took it. */
  int say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int took = 0;
    for (SocketChannel member : members) {
      took += send(member, bytes) ? 1 : 0;
    }
    return took;
  }

  private static boolean send(SocketChannel member, byte[] bytes) {
    try {
      return member.write(ByteBuffer.wrap(bytes)) == bytes.length;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Each sends as much of this as the kernel takes, over and over, for as long as any takes more.
   */
  long flood(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long sent = 0;
    try {
      for (SocketChannel member : members) {
        member.configureBlocking(false);
      }
      for (long before = -1; sent != before; ChildServer.pause(BREATH)) {
        before = sent;
        for (SocketChannel member : members) {
          int took;
          do {
            took = member.write(ByteBuffer.wrap(bytes));
            sent += took;
          } while (took == bytes.length);
        }
      }
      return sent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (SocketChannel member : members) {
      try {
        member.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
