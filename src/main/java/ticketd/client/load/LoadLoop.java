package ticketd.client.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import ticketd.client.link.Connection;
import ticketd.client.link.Lines;
import ticketd.client.link.UnreachableException;

/**
 * Puts a load on a server from one thread: each connection keeps a fixed number of requests
 * unanswered and sends the next only when a reply came. A latency is the time from the write of a
 * request to the reading of its status line.
 */
public final class LoadLoop implements AutoCloseable {
  /** Bytes received at once, of each connection. */
  private static final int CAPACITY = 64 * 1024;

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
    try {
      for (int i = 0; i < load.connections(); i++) {
        SocketChannel channel =
            Connection.connect(() -> SocketChannel.open().socket(), load.address()).getChannel();
        loop.peers.add(loop.new Peer(channel, LoadChannel.over(channel, load.address())));
      }
      return loop;
    } catch (UnreachableException e) {
      loop.close();
      throw e;
    } catch (IOException e) {
      loop.close();
      throw new UnreachableException(load.address(), e);
    }
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
    private final LoadChannel bytes;
    private final SelectionKey key;
    private final Lines lines = new Lines(CAPACITY);
    private final byte[] line = (load.request() + "\n").getBytes(StandardCharsets.UTF_8);

    /** When each unanswered request was written: a ring. */
    private final long[] writtenAt = new long[load.depth()];

    private long mine;
    private long mineAnswered;
    private int preambleLeft = load.preambleReplies();

    Peer(SocketChannel channel, LoadChannel bytes) throws IOException {
      this.channel = channel;
      this.bytes = bytes;
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
        do {
          if (!lines.receive(bytes::read)) {
            throw new EOFException(firstError);
          }
          int replies = takeReplies(System.nanoTime());
          if (replies > 0) {
            request(replies);
          }
        } while (bytes.hasMore());
      }
    }

    /** Sends {@code most} requests, or as many as are left. */
    private void request(int most) throws IOException {
      int count = (int) Math.min(most, load.requests() - sent);
      if (count == 0) {
        return;
      }
      byte[] requests = new byte[count * line.length];
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        System.arraycopy(line, 0, requests, i * line.length, line.length);
        writtenAt[(int) (mine++ % writtenAt.length)] = now;
      }
      sent += count;
      write(requests);
    }

    private void write(byte[] requests) throws IOException {
      bytes.write(requests);
      await();
    }

    private void flush() throws IOException {
      bytes.flush();
      await();
    }

    private void await() {
      key.interestOps(
          bytes.owes() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Takes the lines received and returns how many requests may be sent for them. */
    private int takeReplies(long now) {
      int replies = 0;
      while (lines.next()) {
        if (lines.begins("[")) {
          replies += onStatus(now);
        }
      }
      return replies;
    }

    private int onStatus(long now) {
      if (lines.begins("[ERR]")) {
        errors++;
        if (firstError.isEmpty()) {
          firstError = lines.text();
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
