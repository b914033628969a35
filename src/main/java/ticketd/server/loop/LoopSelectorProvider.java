package ticketd.server.loop;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The platform's selectors and channels, in the shape in which the {@link EventLoop} needs a third
 * fewer system calls a request: a socket that was read until it was empty is not read once more to
 * find that out ({@link LoopChannel}), and the thread that selects does not wake itself ({@link
 * LoopSelector}).
 *
 * <p>The actor system asks {@link SelectorProvider#provider()} for its selector and its channels,
 * which a system property names for the whole process. The platform's own is found nowhere but in
 * {@code sun.nio.ch}, which the jar's manifest has exported to us ({@code Add-Exports}); where it
 * is not, as in a process that was not started by {@code -jar}, nothing changes.
 */
public final class LoopSelectorProvider extends SelectorProvider {
  private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
  private static final String PLATFORM = "sun.nio.ch.DefaultSelectorProvider";

  private final SelectorProvider platform;
  private final AcceptedSockets accepted = new AcceptedSockets();

  /** For {@link SelectorProvider#provider()}, once {@link #install} has named it. */
  public LoopSelectorProvider() {
    this(platform().orElseThrow(() -> new IllegalStateException(PLATFORM + " is not exported")));
  }

  LoopSelectorProvider(SelectorProvider platform) {
    this.platform = platform;
  }

  /**
   * Makes it this process's provider, unless the user named one, or the platform's is not to be
   * had. To be called before anything asked for a provider.
   */
  public static void install() {
    if (System.getProperty(PROPERTY) == null && platform().isPresent()) {
      System.setProperty(PROPERTY, LoopSelectorProvider.class.getName());
    }
  }

  /** The sockets that this process accepted; empty where this is not its provider. */
  public static Optional<AcceptedSockets> acceptedSockets() {
    return SelectorProvider.provider() instanceof LoopSelectorProvider ours
        ? Optional.of(ours.accepted())
        : Optional.empty();
  }

  /** Those that its listeners accepted. */
  AcceptedSockets accepted() {
    return accepted;
  }

  private static Optional<SelectorProvider> platform() {
    try {
      return Optional.of((SelectorProvider) Class.forName(PLATFORM).getMethod("get").invoke(null));
    } catch (ReflectiveOperationException e) {
      // Not exported here, or not there in a later Java.
      return Optional.empty();
    }
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return new LoopSelector(this, platform.openSelector());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new LoopServerChannel(this, platform.openServerSocketChannel(), accepted);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return new LoopServerChannel(this, platform.openServerSocketChannel(family), accepted);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return new LoopChannel(this, platform.openSocketChannel());
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return new LoopChannel(this, platform.openSocketChannel(family));
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public @Nullable Channel inheritedChannel() throws IOException {
    return platform.inheritedChannel();
  }
}
