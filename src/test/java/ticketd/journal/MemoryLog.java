package ticketd.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An order in memory, as a database would keep it: nobody holds a lock, and a batch is appended
 * only where the order still ends where the batch begins. Each node copies it into a file of its
 * own.
 */
public final class MemoryLog implements SharedLog {
  /** What the nodes share. */
  public static final class Order {
    private final Path directory;
    private final List<byte[]> batches = new ArrayList<>();
    private final AtomicReference<Runnable> beforeAppend = new AtomicReference<>(() -> {});
    private long end = Header.BYTES;
    private int nodes;
    private boolean nextIsInDoubt;
    private boolean nextIsUnanswered;

    /** Empty; the nodes' files will be in {@code directory}. */
    public Order(Path directory) {
      this.directory = directory;
      Journal.open(settings(directory.resolve("empty"))).close();
    }

    /** Another node. */
    public synchronized MemoryLog open() {
      Path file = directory.resolve("replica-" + ++nodes);
      try {
        Files.copy(directory.resolve("empty"), file);
        return new MemoryLog(this, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Runs once, where the next batch is decided and not yet appended. */
    public void beforeNextAppend(Runnable action) {
      beforeAppend.set(action);
    }

    /** The next batch is appended, and whoever appends it does not learn that. */
    public synchronized void leaveNextInDoubt() {
      nextIsInDoubt = true;
    }

    /** The next one to ask what is committed is not told. */
    public synchronized void leaveNextUnanswered() {
      nextIsUnanswered = true;
    }

    private synchronized boolean isUnanswered() {
      boolean unanswered = nextIsUnanswered;
      nextIsUnanswered = false;
      return unanswered;
    }

    private synchronized boolean append(BatchWriter batch) {
      if (batch.start() != end) {
        return false;
      }
      if (!batch.isEmpty()) {
        batches.add(Arrays.copyOf(batch.array(), batch.bytes()));
        end = batch.end();
      }
      return true;
    }

    private synchronized boolean isInDoubt() {
      boolean inDoubt = nextIsInDoubt;
      nextIsInDoubt = false;
      return inDoubt;
    }

    private synchronized List<byte[]> after(int known) {
      return List.copyOf(batches.subList(known, batches.size()));
    }
  }

  private final Order order;
  private final Journal journal;
  private final FileAccess.OpenFile file;
  private final Header header;
  private int copied;
  private volatile boolean failed;

  private MemoryLog(Order order, Path path) throws IOException {
    this.order = order;
    this.journal = Journal.open(settings(path));
    this.file = FileAccess.system().open(path, FileAccess.OpenMode.WRITE);
    this.header = new Header(file.map(true, 0, Header.BYTES));
  }

  private static JournalSettings settings(Path file) {
    return new JournalSettings(file, SyncMode.OS, Duration.ofSeconds(1), 8192);
  }

  private synchronized void copy() {
    for (byte[] batch : order.after(copied)) {
      long start = header.commit();
      StoreFiles.orFail(journal.file(), () -> file.write(ByteBuffer.wrap(batch), start));
      header.commit(start + batch.length);
      copied++;
    }
  }

  private final class Attempt implements Turn {
    private final BatchWriter batch = journal.newBatch();

    @Override
    public BatchWriter batch() {
      return journal.newBatch();
    }

    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public Outcome append() {
      batch.seal();
      order.beforeAppend.getAndSet(() -> {}).run();
      if (!order.append(batch)) {
        return Outcome.BEHIND;
      }
      if (order.isInDoubt()) {
        failed = true;
        throw new JournalException(
            JournalException.Kind.SYNC_FAILED, journal.file(), "the connection is lost");
      }
      copy();
      journal.passed(batch);
      return Outcome.STORED;
    }

    @Override
    public void close() {
      // Nothing was held.
    }
  }

  @Override
  public Replica replica() {
    return journal;
  }

  @Override
  public synchronized boolean isCurrent() {
    return order.after(copied).isEmpty();
  }

  @Override
  public void awaitCurrent() {
    if (order.isUnanswered()) {
      failed = true;
      throw new JournalException(
          JournalException.Kind.UNREACHABLE, journal.file(), "the connection is lost");
    }
    copy();
  }

  @Override
  public Optional<Turn> tryTurn() {
    return Optional.empty();
  }

  @Override
  public Turn turn() {
    if (failed) {
      throw new JournalException(
          JournalException.Kind.UNREACHABLE, journal.file(), "failed before");
    }
    copy();
    return new Attempt();
  }

  @Override
  public boolean takesNewKinds() {
    return journal.takesNewKinds();
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  @Override
  public SyncMode syncMode() {
    return SyncMode.OS;
  }

  @Override
  public boolean isVolatile() {
    return true;
  }

  @Override
  public void sync() {
    // The order is durable as it is.
  }

  @Override
  public void reopen() {
    copy();
    failed = false;
  }

  @Override
  public void close() {
    StoreFiles.orFail(journal.file(), file::close);
    journal.close();
  }
}
