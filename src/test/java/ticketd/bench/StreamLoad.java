package ticketd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Open streams of events, read by one thread that notes when each change comes. */
final class StreamLoad implements AutoCloseable {
  private static final byte[] CHANGE = "data: {\"event\"".getBytes(StandardCharsets.US_ASCII);

  /** One stream, and how much of what a change is told by came at the end of the last read. */
  private static final class Stream {
    private int matched;
    private int seen;
  }

  /** How late a row of changes came to all streams. */
  static final class Lateness {
    private final AtomicLongArray begun;
    private final CountDownLatch left;
    private final Histogram nanos = new ConcurrentHistogram(3);

    private Lateness(int changes, int streams) {
      this.begun = new AtomicLongArray(changes);
      this.left = new CountDownLatch(changes * streams);
    }

    /** The change is made now. */
    void begin(int change) {
      begun.set(change, System.nanoTime());
    }

    private void came(int change) {
      nanos.recordValue(System.nanoTime() - begun.get(change));
      left.countDown();
    }

    void await() throws InterruptedException {
      left.await();
    }

    void print(String what) {
      System.out.printf(
          Locale.ROOT,
          "%s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
          what,
          nanos.getValueAtPercentile(50) / 1e6,
          nanos.getValueAtPercentile(99) / 1e6,
          nanos.getMaxValue() / 1e6);
    }
  }

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final Thread reader = new Thread(this::read, "streams");
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
  private final int streams;
  private volatile Lateness expected = new Lateness(0, 0);
  private volatile boolean closed;

  private StreamLoad(int streams) throws IOException {
    this.streams = streams;
  }

  static StreamLoad open(InetSocketAddress server, int streams) throws IOException {
    StreamLoad load = new StreamLoad(streams);
    ByteBuffer request =
        StandardCharsets.US_ASCII.encode(
            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
    for (int i = 0; i < streams; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.write(request.rewind());
      // The head and hello: the stream is on.
      channel.read(load.bytes.clear());
      channel.configureBlocking(false);
      channel.register(load.selector, SelectionKey.OP_READ, new Stream());
      load.channels.add(channel);
    }
    load.reader.setDaemon(true);
    load.reader.start();
    return load;
  }

  /** So many changes come next; none may be on its way. */
  Lateness expect(int changes) {
    for (SelectionKey key : selector.keys()) {
      ((Stream) key.attachment()).seen = 0;
    }
    expected = new Lateness(changes, streams);
    return expected;
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(key -> read(key, (Stream) key.attachment()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key, Stream stream) {
    try {
      if (((SocketChannel) key.channel()).read(bytes.clear()) < 0) {
        throw new IllegalStateException("a stream has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      stream.matched = b == CHANGE[stream.matched] ? stream.matched + 1 : b == CHANGE[0] ? 1 : 0;
      if (stream.matched == CHANGE.length) {
        stream.matched = 0;
        expected.came(stream.seen++);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    selector.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
