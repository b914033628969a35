package ticketd.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.MemoryLog;
import ticketd.journal.OneHost;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;
import ticketd.postgres.TestDesk;

/** One order, as any number of nodes open it, whatever keeps it. */
final class SharedOrder {
  enum Kind {
    FILE_SYNCED,
    FILE,
    MEMORY,
    POSTGRES
  }

  private final FileAccess files = new OneHost();
  private Optional<MemoryLog.Order> order = Optional.empty();
  private Optional<TestDesk> desk = Optional.empty();

  /** As one more node, which keeps its files there; all of a test are of one kind. */
  SharedLog open(Kind kind, Path directory) {
    if (kind == Kind.MEMORY) {
      order = order.or(() -> Optional.of(new MemoryLog.Order(directory)));
      return order.get().open();
    }
    if (kind == Kind.POSTGRES) {
      desk = desk.or(() -> Optional.of(TestDesk.create()));
      return desk.get().open(directory);
    }
    SyncMode sync = kind == Kind.FILE ? SyncMode.OS : SyncMode.ALWAYS;
    return FileLog.open(
        new JournalSettings(directory.resolve("tickets"), sync, Duration.ofSeconds(10)), files);
  }

  /** The one of {@link Kind#MEMORY}. */
  MemoryLog.Order inMemory() {
    return order.orElseThrow();
  }
}
