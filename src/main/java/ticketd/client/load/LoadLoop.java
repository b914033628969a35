package ticketd.client.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import ticketd.client.link.UnreachableException;

/**
 * Puts a load on a server from one thread: each connection keeps a fixed number of requests
 * unanswered and sends the next only when a reply came. A latency is the time from the write of a
 * request to the reading of its status line.
 */
public final class LoadLoop implements AutoCloseable {
  private static final long REPORT_EVERY_NANOS = 100_000_000;

  /** A latency is told to within 0.1 %. */
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Load load;
  private final LongConsumer progress;
  private final Selector selector;
  private final List<Peer> peers = new ArrayList<>();
  private final Histogram latency = new Histogram(SIGNIFICANT_DIGITS);

  private long sent;
  private long answered;
  private long errors;
  private String firstError = "";

  private LoadLoop(Load load, LongConsumer progress) throws IOException {
    this.load = load;
    this.progress = progress;
    this.selector = Selector.open();
  }

  /**
   * Connects all connections.
   *
   * @param progress told now and then how many requests were answered
   * @throws UnreachableException when one cannot be made
   */
  public static LoadLoop open(Load load, LongConsumer progress) throws IOException {
    LoadLoop loop = new LoadLoop(load, progress);
    InetSocketAddress address = new InetSocketAddress(load.address().host(), load.address().port());
    try {
      for (int i = 0; i < load.connections(); i++) {
        loop.peers.add(loop.new Peer(connect(address)));
      }
      return loop;
    } catch (IOException e) {
      loop.close();
      throw new UnreachableException(load.address(), e);
    }
  }

  private static SocketChannel connect(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new UnknownHostException(address.getHostString());
    }
    return SocketChannel.open(address);
  }

  /**
   * Runs the load to its end.
   *
   * @throws IOException when a connection breaks
   * @throws InterruptedException when this thread is interrupted; the connections are of no use
   *     then
   */
  public LoadResult run() throws IOException, InterruptedException {
    try {
      return measure();
    } catch (ClosedByInterruptException e) {
      // Met while a channel was used, before the loop could see it; the state is passed on.
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    }
  }

  private LoadResult measure() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long reported = begun;
    for (Peer peer : peers) {
      peer.begin();
    }
    while (answered < load.requests()) {
      selector.select();
      if (Thread.interrupted()) {
        // From here on select() would return at once, again and again.
        throw new InterruptedException();
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Peer) key.attachment()).onReady();
      }
      selector.selectedKeys().clear();
      long now = System.nanoTime();
      if (now - reported > REPORT_EVERY_NANOS) {
        reported = now;
        progress.accept(answered);
      }
    }
    progress.accept(answered);
    return new LoadResult(latency, errors, firstError, System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    for (Peer peer : peers) {
      peer.channel.close();
    }
    selector.close();
  }

  /** One connection. */
  private final class Peer {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private final byte[] line = (load.request() + "\n").getBytes(StandardCharsets.UTF_8);

    /** When each unanswered request was written: a ring. */
    private final long[] writtenAt = new long[load.depth()];

    private long mine;
    private long mineAnswered;
    private int preambleLeft = load.preambleReplies();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean atLineStart = true;
    private boolean inStatusLine;
    private final StringBuilder status = new StringBuilder();

    Peer(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void begin() throws IOException {
      if (preambleLeft > 0) {
        write(load.preamble().getBytes(StandardCharsets.UTF_8));
      } else {
        request(load.depth());
      }
    }

    void onReady() throws IOException {
      if (key.isWritable()) {
        flush();
      }
      if (key.isReadable()) {
        in.clear();
        int count = channel.read(in);
        if (count < 0) {
          throw new EOFException(firstError);
        }
        int replies = take(in.array(), count, System.nanoTime());
        if (replies > 0) {
          request(replies);
        }
      }
    }

    /** Sends {@code most} requests, or as many as are left. */
    private void request(int most) throws IOException {
      int count = (int) Math.min(most, load.requests() - sent);
      if (count == 0) {
        return;
      }
      byte[] lines = new byte[count * line.length];
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        System.arraycopy(line, 0, lines, i * line.length, line.length);
        writtenAt[(int) (mine++ % writtenAt.length)] = now;
      }
      sent += count;
      write(lines);
    }

    private void write(byte[] bytes) throws IOException {
      if (out.hasRemaining()) {
        ByteBuffer both = ByteBuffer.allocate(out.remaining() + bytes.length);
        out = both.put(out).put(bytes).flip();
      } else {
        out = ByteBuffer.wrap(bytes);
      }
      flush();
    }

    private void flush() throws IOException {
      channel.write(out);
      key.interestOps(
          out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Reads bytes received and returns how many requests may be sent for them. */
    private int take(byte[] bytes, int count, long now) {
      int replies = 0;
      for (int i = 0; i < count; i++) {
        byte b = bytes[i];
        if (b == '\n') {
          if (inStatusLine) {
            replies += onStatus(now);
          }
          atLineStart = true;
          inStatusLine = false;
        } else {
          if (atLineStart) {
            inStatusLine = b == '[';
            status.setLength(0);
            atLineStart = false;
          }
          if (inStatusLine) {
            status.append((char) (b & 0xFF));
          }
        }
      }
      return replies;
    }

    private int onStatus(long now) {
      if (status.indexOf("[ERR]") == 0) {
        errors++;
        if (firstError.isEmpty()) {
          firstError =
              new String(
                  status.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
      }
      if (preambleLeft > 0) {
        preambleLeft--;
        return preambleLeft == 0 ? load.depth() : 0;
      }
      if (mineAnswered == mine) {
        // A closing status line that nobody asked for; the end of the stream follows.
        return 0;
      }
      latency.recordValue(now - writtenAt[(int) (mineAnswered++ % writtenAt.length)]);
      answered++;
      return 1;
    }
  }
}
