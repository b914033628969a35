package ticketd.server.loop;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A listening socket of the platform's; what it accepts is a {@link LoopChannel}. */
final class LoopServerChannel extends ServerSocketChannel implements LoopSelector.Watched {
  private final ServerSocketChannel platform;
  private final AcceptedSockets sockets;

  LoopServerChannel(
      SelectorProvider provider, ServerSocketChannel platform, AcceptedSockets sockets) {
    super(provider);
    this.platform = platform;
    this.sockets = sockets;
  }

  @Override
  public AbstractSelectableChannel watched() {
    return platform;
  }

  @Override
  public @Nullable SocketChannel accept() throws IOException {
    SocketChannel accepted = platform.accept();
    return accepted == null ? null : LoopChannel.accepted(provider(), accepted, sockets);
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    platform.bind(local, backlog);
    return this;
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
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
  public ServerSocket socket() {
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
