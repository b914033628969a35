package ticketd.server.loop;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selector of the platform's that its own thread wakes without a system call. That thread does
 * not wait in it, so it is enough that its next selection does not wait: the platform's would write
 * to an {@code eventfd(2)} and read from it again, in each pass of the loop.
 *
 * <p>The keys that it selects are the platform's, and so are their channels. Any thread may wake
 * it; those that select must do so one behind another.
 */
final class LoopSelector extends AbstractSelector {
  /** A channel that is watched by what stands behind it. */
  interface Watched {
    AbstractSelectableChannel watched();
  }

  private final AbstractSelector platform;

  /** Who selected last. Nobody at first: who made it may wake it while another begins to select. */
  private volatile @Nullable Thread selecting;

  /** Only who selected last touches it. */
  private boolean isWoken;

  LoopSelector(SelectorProvider provider, AbstractSelector platform) {
    super(provider);
    this.platform = platform;
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    try {
      return channel instanceof Watched behind
          ? new LoopKey(this, channel, behind.watched().register(platform, ops, attachment))
          : channel.register(platform, ops, attachment);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("what stands behind an open channel is closed", e);
    }
  }

  @Override
  public Set<SelectionKey> keys() {
    return platform.keys();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return platform.selectedKeys();
  }

  @Override
  public int selectNow() throws IOException {
    takeWakeup();
    return platform.selectNow();
  }

  @Override
  public int select(long timeout) throws IOException {
    return takeWakeup() ? platform.selectNow() : platform.select(timeout);
  }

  @Override
  public int select() throws IOException {
    return takeWakeup() ? platform.selectNow() : platform.select();
  }

  /** Whether it is woken; by then it is not any more. */
  private boolean takeWakeup() {
    selecting = Thread.currentThread();
    boolean woken = isWoken;
    isWoken = false;
    return woken;
  }

  @Override
  public Selector wakeup() {
    if (selecting == Thread.currentThread()) {
      isWoken = true;
    } else {
      platform.wakeup();
    }
    return this;
  }

  @Override
  protected void implCloseSelector() throws IOException {
    platform.close();
  }
}
