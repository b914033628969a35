package ticketd.server.loop;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

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

  LoopChannel(SelectorProvider provider, SocketChannel platform) {
    super(provider);
    this.platform = platform;
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
    return platform.write(from);
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
    platform.close();
  }
}
