package ticketd.server.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets. */
class LoopSelectorProviderTest {
  private final LoopSelectorProvider provider =
      new LoopSelectorProvider(SelectorProvider.provider());
  private final ByteBuffer bytes = ByteBuffer.allocate(4);
  private ServerSocketChannel listener;
  private Selector selector;
  private Socket peer;
  private SocketChannel channel;

  @BeforeEach
  void connect() throws IOException {
    selector = provider.openSelector();
    listener = provider.openServerSocketChannel();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    listener.configureBlocking(false);
    SelectionKey accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
    assertThat(listener.accept()).isNull();
    peer = new Socket(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort());
    select();
    assertThat(accepting.isAcceptable()).isTrue();
    accepting.cancel();
    channel = listener.accept();
    channel.configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    channel.close();
    listener.close();
    selector.close();
  }

  @Test
  void shouldSayOnceThatNothingIsThereWhereTheLastReadLeftRoom() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    send("abc");
    assertThat(readable(reading)).isEqualTo("abc");
    send("def");
    select();
    assertThat(read()).isEmpty();
    assertThat(read()).isEqualTo("def");
  }

  @Test
  void shouldTellOfWhatCameBehindTheLastRead() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    send("abc");
    assertThat(readable(reading)).isEqualTo("abc");
    reading.interestOps(0);
    send("def");
    assertThat(read()).isEmpty();
    reading.interestOps(SelectionKey.OP_READ);
    assertThat(readable(reading)).isEqualTo("def");
  }

  @Test
  void shouldReadOnWhereTheLastReadLeftNoRoom() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    send("abcdef");
    assertThat(readable(reading)).isEqualTo("abcd");
    assertThat(read()).isEqualTo("ef");
  }

  @Test
  void shouldTellOfTheEnd() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    send("abc");
    assertThat(readable(reading)).isEqualTo("abc");
    peer.shutdownOutput();
    assertThat(read()).isEmpty();
    select();
    assertThat(reading.isReadable()).isTrue();
    bytes.clear();
    assertThat(channel.read(bytes)).isEqualTo(-1);
  }

  @Test
  void shouldNeverSayThatNothingIsThereWhereAReadBlocks() throws IOException {
    channel.configureBlocking(true);
    send("abc");
    assertThat(read()).isEqualTo("abc");
    send("def");
    assertThat(read()).isEqualTo("def");
  }

  @Test
  void shouldNotSayItBehindAReadIntoSeveral() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    send("abc");
    select();
    assertThat(reading.isReadable()).isTrue();
    assertThat(channel.read(new ByteBuffer[] {bytes, ByteBuffer.allocate(4)})).isEqualTo(3);
    send("def");
    select();
    assertThat(read()).isEqualTo("def");
  }

  /** Without a time-out: it would wait for good. */
  @Test
  void shouldNotWaitOnceWhereItsOwnThreadWokeIt() throws Exception {
    CompletableFuture<Integer> selected = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                selector.selectNow();
                selector.wakeup();
                selected.complete(selector.select());
                selector.select();
              } catch (IOException e) {
                selected.completeExceptionally(e);
              }
            });
    waiting.start();
    assertThat(selected.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
    await().until(() -> waiting.getState() == Thread.State.RUNNABLE && isInSelect(waiting));
    selector.wakeup();
    waiting.join(PATIENCE.toMillis());
    assertThat(waiting.isAlive()).isFalse();
  }

  private static boolean isInSelect(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0 && stack[0].isNativeMethod();
  }

  @Test
  void shouldCloseWhatItWatches() throws IOException {
    SelectionKey reading = channel.register(selector, SelectionKey.OP_READ);
    channel.close();
    selector.selectNow();
    assertThat(reading.isValid()).isFalse();
    assertThat(peer.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(() -> channel.read(bytes)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.register(selector, 0))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void shouldWatchThePlatformsChannelsToo() throws IOException {
    try (DatagramChannel silent = provider.openDatagramChannel(StandardProtocolFamily.INET)) {
      silent.configureBlocking(false);
      selector.selectNow();
      assertThat(silent.register(selector, 0).isValid()).isTrue();
      assertThat(selector.keys()).hasSize(1);
    }
  }

  @Test
  void shouldConnectWriteAndHaveOptions() throws IOException {
    listener.configureBlocking(true);
    try (SocketChannel mine = provider.openSocketChannel(StandardProtocolFamily.INET)) {
      assertThat(mine.isConnected()).isFalse();
      assertThat(mine.connect(listener.getLocalAddress())).isTrue();
      mine.setOption(StandardSocketOptions.TCP_NODELAY, true);
      assertThat(mine.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
      try (SocketChannel other = listener.accept()) {
        assertThat(other.getRemoteAddress()).isEqualTo(mine.getLocalAddress());
        assertThat(mine.write(ByteBuffer.wrap("abc".getBytes(US_ASCII)))).isEqualTo(3);
        mine.shutdownOutput();
        assertThat(other.read(bytes)).isEqualTo(3);
        assertThat(other.read(bytes)).isEqualTo(-1);
      }
    }
  }

  private void send(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(US_ASCII));
  }

  @Test
  void shouldTellOfTheEndOfWhatItAccepted() throws IOException {
    AtomicInteger told = new AtomicInteger();
    claim(channel.getLocalAddress(), channel.getRemoteAddress())
        .orElseThrow()
        .whenClosed(told::incrementAndGet);
    assertThat(told).hasValue(0);
    // As the actor system closes it.
    channel.register(selector, SelectionKey.OP_READ).channel().close();
    assertThat(told).hasValue(1);
  }

  private Optional<AcceptedSockets.Claimed> claim(SocketAddress local, SocketAddress remote) {
    return provider.accepted().claim(local, remote);
  }

  @Test
  void shouldTellAtOnceOfTheEndOfWhatIsClosed() throws IOException {
    SocketAddress local = channel.getLocalAddress();
    SocketAddress remote = channel.getRemoteAddress();
    AcceptedSockets.Claimed claimed = claim(local, remote).orElseThrow();
    channel.close();
    AtomicInteger told = new AtomicInteger();
    claimed.whenClosed(told::incrementAndGet);
    assertThat(told).hasValue(1);
    assertThat(claim(local, remote)).isEmpty();
  }

  @Test
  void shouldTakeNoSocketForAnotherBetweenTheSamePorts() throws IOException {
    SocketAddress local = channel.getLocalAddress();
    SocketAddress remote = channel.getRemoteAddress();
    AcceptedSockets.Claimed first = claim(local, remote).orElseThrow();
    assertThat(claim(local, remote)).isEmpty();
    LoopChannel next = LoopChannel.accepted(provider, SocketChannel.open(), provider.accepted());
    provider.accepted().add(local, remote, next);
    AcceptedSockets.Claimed second = claim(local, remote).orElseThrow();
    List<String> told = new ArrayList<>();
    first.whenClosed(() -> told.add("first"));
    second.whenClosed(() -> told.add("second"));
    channel.close();
    assertThat(told).containsOnly("first");
    next.close();
    assertThat(told).contains("second");
  }

  @Test
  void shouldHaveAWriteFailOfWhichNothingIsTaken() throws IOException {
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    while (!much.hasRemaining() || channel.write(much) > 0) {
      much.clear();
    }
    SelectionKey writing = channel.register(selector, SelectionKey.OP_WRITE);
    provider.accepted().cut(PATIENCE.multipliedBy(10));
    assertThat(channel.write(much)).isZero();
    provider.accepted().cut(Duration.ZERO);
    select();
    assertThat(writing.isWritable()).isTrue();
    assertThatThrownBy(() -> channel.write(much)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void shouldKeepWhatIsWrittenWhole() throws IOException {
    channel.write(US_ASCII.encode("abc"));
    provider.accepted().cut(Duration.ZERO);
    assertThat(channel.write(US_ASCII.encode("def"))).isEqualTo(3);
  }

  private String readable(SelectionKey reading) throws IOException {
    select();
    assertThat(reading.isReadable()).isTrue();
    return read();
  }

  private void select() throws IOException {
    selector.selectedKeys().clear();
    assertThat(selector.select(PATIENCE.toMillis())).isEqualTo(1);
  }

  private String read() throws IOException {
    bytes.clear();
    channel.read(bytes);
    return US_ASCII.decode(bytes.flip()).toString();
  }
}
