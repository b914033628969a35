package ticketd.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A server that accepts connections. */
public interface RunningServer {
  /** The address it is bound to, with the real port. */
  InetSocketAddress address();

  /** What the store was when it was opened. */
  OpenedStore store();

  /**
   * Drains: accepts no more connections, answers the requests received, closes. Completes when all
   * is closed, at the latest a moment after {@code limit}; repeatable.
   */
  CompletionStage<Void> stop(Duration limit);

  /** Completes when the server ends by itself; not by {@link #stop}. */
  CompletionStage<Failure> failed();

  /**
   * Why a server ended by itself.
   *
   * @param status what the process is to exit with
   * @param newerFormat what in the store a later version of this program has written, where it is
   *     that: no connection may be served any more
   */
  record Failure(int status, Optional<String> newerFormat) {
    /** Of sysexits.h, {@code EX_TEMPFAIL}: what it served is another by now, so it starts anew. */
    static final int AGAIN = 75;
  }

  /**
   * A store that was opened.
   *
   * @param sync {@code always}, {@code interval}, {@code os} or {@code postgres}
   * @param onTmpfs the file is in memory: its tickets do not survive a reboot
   * @param closed there are accounts
   * @param desk where the order is, if {@code file} is a copy of one
   */
  record OpenedStore(
      Path file,
      long tickets,
      String sync,
      boolean onTmpfs,
      boolean closed,
      Optional<String> desk) {}
}
