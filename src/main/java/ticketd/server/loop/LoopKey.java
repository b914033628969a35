package ticketd.server.loop;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A key of the platform's as who registered a channel sees it: by it the actor system closes what
 * it registered, and not what stands behind that.
 */
final class LoopKey extends SelectionKey {
  private final Selector selector;
  private final SelectableChannel channel;
  private final SelectionKey platform;

  LoopKey(Selector selector, SelectableChannel channel, SelectionKey platform) {
    this.selector = selector;
    this.channel = channel;
    this.platform = platform;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public Selector selector() {
    return selector;
  }

  @Override
  public boolean isValid() {
    return platform.isValid();
  }

  @Override
  public void cancel() {
    platform.cancel();
  }

  @Override
  public int interestOps() {
    return platform.interestOps();
  }

  @Override
  public SelectionKey interestOps(int ops) {
    platform.interestOps(ops);
    return this;
  }

  @Override
  public int interestOpsOr(int ops) {
    return platform.interestOpsOr(ops);
  }

  @Override
  public int interestOpsAnd(int ops) {
    return platform.interestOpsAnd(ops);
  }

  @Override
  public int readyOps() {
    return platform.readyOps();
  }
}
