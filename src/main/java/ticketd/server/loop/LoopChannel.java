package ticketd.server.loop;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket of the platform's that, read until it was empty, says the next time that nothing is
 * there, without asking. The actor system reads again behind each read, and asks the selector to
 * wait for more only once it found nothing; what has come meanwhile the selector tells at once,
 * since {@code epoll(7)} tells what is readable, not what has become so.
 *
 * <p>Only for sockets that do not block: a read says so no more than once.
 */
final class LoopChannel extends SocketChannel implements LoopSelector.Watched {
  private final SocketChannel platform;

  /** Whether the last read found less than there was room for. Only who reads touches it. */
  private boolean isDrained;

  /** Of the system's time: since when nothing was taken of a write that is not over; 0: none is. */
  private final AtomicLong unfinishedSince = new AtomicLong();

  private final AtomicBoolean isClaimed = new AtomicBoolean();
  private volatile boolean isOver;
  private volatile Optional<Runnable> toldOfEnd = Optional.empty();

  /** Who has it, where it was accepted. */
  private volatile Optional<AcceptedSockets> holder = Optional.empty();

  private volatile Runnable forgetting = () -> {};

  LoopChannel(SelectorProvider provider, SocketChannel platform) {
    super(provider);
    this.platform = platform;
  }

  /** The same, and {@code sockets} has it until it is closed. */
  static LoopChannel accepted(
      SelectorProvider provider, SocketChannel platform, AcceptedSockets sockets)
      throws IOException {
    LoopChannel channel = new LoopChannel(provider, platform);
    SocketAddress local = platform.getLocalAddress();
    SocketAddress remote = platform.getRemoteAddress();
    channel.holder = Optional.of(sockets);
    channel.forgetting = () -> sockets.remove(local, remote, channel);
    sockets.add(local, remote, channel);
    return channel;
  }

  @Override
  public AbstractSelectableChannel watched() {
    return platform;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (isDrained && !isBlocking()) {
      isDrained = false;
      return 0;
    }
    int length = platform.read(into);
    isDrained = length > 0 && into.hasRemaining();
    return length;
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    isDrained = false;
    return platform.read(into, offset, length);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int length = platform.write(from);
    wrote(length, !from.hasRemaining());
    return length;
  }

  /** The kernel took that much of a write, and perhaps all there was. */
  private void wrote(int length, boolean isAll) {
    if (isAll) {
      finished();
    } else if (length > 0 || unfinishedSince.get() == 0) {
      // Odd, so that it is not 0.
      boolean isNew = unfinishedSince.getAndSet(System.nanoTime() | 1) == 0;
      if (isNew) {
        holder.ifPresent(AcceptedSockets::began);
      }
    }
  }

  private void finished() {
    if (unfinishedSince.get() != 0 && unfinishedSince.getAndSet(0) != 0) {
      holder.ifPresent(AcceptedSockets::ended);
    }
  }

  /** As {@link System#nanoTime}: since when nothing was taken of a write that is not over, or 0. */
  long unfinishedSince() {
    return unfinishedSince.get();
  }

  /** Has a write fail of which nothing was taken for so long: whoever waits for it tries again. */
  void cut(Duration limit) {
    long since = unfinishedSince.get();
    if (since != 0 && System.nanoTime() - since >= limit.toNanos()) {
      try {
        // What is with the kernel is not worth keeping either.
        platform.setOption(StandardSocketOptions.SO_LINGER, 0);
        platform.shutdownOutput();
      } catch (IOException e) {
        // Closed meanwhile, or lost, which whoever waits for it hears of as well.
        finished();
      }
    }
  }

  /** Whether nobody has it yet, who has it then. */
  boolean claim() {
    return isClaimed.compareAndSet(false, true);
  }

  /** {@code told}, the only one, runs once it is closed, perhaps twice. */
  void whenClosed(Runnable told) {
    toldOfEnd = Optional.of(told);
    if (isOver) {
      told.run();
    }
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return platform.write(from, offset, length);
  }

  @Override
  public SocketChannel bind(SocketAddress local) throws IOException {
    platform.bind(local);
    return this;
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    return platform.connect(remote);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return platform.finishConnect();
  }

  @Override
  public boolean isConnected() {
    return platform.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return platform.isConnectionPending();
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    platform.shutdownInput();
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    platform.shutdownOutput();
    return this;
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> option, T value) throws IOException {
    platform.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return platform.getOption(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return platform.supportedOptions();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return platform.getLocalAddress();
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    return platform.getRemoteAddress();
  }

  @Override
  public Socket socket() {
    return platform.socket();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    platform.configureBlocking(block);
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    try {
      platform.close();
    } finally {
      forgetting.run();
      finished();
      isOver = true;
      toldOfEnd.ifPresent(Runnable::run);
    }
  }
}
