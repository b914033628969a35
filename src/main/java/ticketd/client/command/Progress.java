package ticketd.client.command;

import java.io.IOException;
import ticketd.client.screen.Output;
import ticketd.client.screen.Tty;

/** How far a long command is, on standard error when that is a terminal; else it shows nothing. */
final class Progress {
  private static final int BAR_CELLS = 30;
  private static final long SHOWN_EVERY_NANOS = 100_000_000;

  private final Output err;
  private final String name;
  private final long total;
  private final boolean shown = Tty.isError() && !Tty.isDumb();
  private long shownAt = System.nanoTime() - SHOWN_EVERY_NANOS;

  /**
   * @param key of the word before the bar
   * @param total what {@link #show} is told at the end
   */
  Progress(Surroundings surroundings, String key, long total) {
    this.err = surroundings.err();
    this.name = surroundings.texts().get(key);
    this.total = Math.max(1, total);
  }

  void show(long done) throws IOException {
    long now = System.nanoTime();
    if (shown && now - shownAt >= SHOWN_EVERY_NANOS) {
      shownAt = now;
      long reached = Math.min(done, total);
      int full = (int) (BAR_CELLS * reached / total);
      String bar = "#".repeat(full) + "·".repeat(BAR_CELLS - full);
      err.text("\r" + name + " [" + bar + "] " + 100 * reached / total + " %\u001b[K");
      err.flush();
    }
  }

  /** Takes the bar away. */
  void end() throws IOException {
    if (shown) {
      err.text("\r\u001b[K");
      err.flush();
    }
  }
}
