package ticketd.journal.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import ticketd.journal.FileFault;
import ticketd.journal.JournalException;
import ticketd.journal.JournalReader;
import ticketd.journal.Replica;

/**
 * Follows the journal, on a thread of its own, and keeps the {@link TextIndex} behind it: the one
 * process of the store that {@linkplain Replica#makesWhatIsBeside makes} them makes segments, all
 * open what appears. A segment that cannot be used is told, taken away, and made again.
 *
 * <p>Whatever goes wrong here, the storage's being full included, leaves an index that covers less,
 * and is tried again.
 */
public final class TextIndexer implements AutoCloseable {
  private static final long LOOK_NANOS = 200_000_000;

  /** Where nothing was written; what another process made is found as late as this. */
  private static final int QUIET_LOOKS = 5;

  /** After a failure the next look is twice as long away, up to this. */
  private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

  private static final int EVENTS_A_BREATH = 16;

  private final Replica replica;
  private final JournalReader reader;
  private final SegmentFiles files;
  private final Levels levels;
  private final Consumer<String> warnings;
  private final Pace pace;
  private final Thread thread;

  private final OpenSegments open;
  private final Set<String> told = new HashSet<>();
  private volatile TextIndex index = TextIndex.EMPTY;

  private long lookedAt = -1;
  private boolean makes;

  /**
   * Not running yet.
   *
   * @param levels the same in all processes of a store
   * @param warnings told, by the indexer's thread, one line of what went wrong, each once
   */
  public TextIndexer(Replica replica, Levels levels, Consumer<String> warnings) {
    this.replica = replica;
    this.reader = replica.reader();
    this.files = new SegmentFiles(replica.files(), replica.file());
    this.levels = levels;
    this.warnings = warnings;
    this.open = new OpenSegments(replica, files, levels, this::tell);
    this.pace = new Pace(replica::committed);
    this.thread = new Thread(this::run, "ticketd-text-index");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** What can be searched by now; any thread may ask. */
  public TextIndex index() {
    return index;
  }

  /** Something in the index could not be read: it is looked at again soon. For any thread. */
  public void lookAgain() {
    LockSupport.unpark(thread);
  }

  /** Returns when nothing is made any more; what was begun is taken away. */
  @Override
  public void close() {
    pace.stop();
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int quiet = 0;
    long pauseAfterFailure = LOOK_NANOS;
    while (!pace.isStopped()) {
      long pause = LOOK_NANOS;
      try {
        long committed = replica.committed();
        if (committed != lookedAt || index.isLost() || ++quiet >= QUIET_LOOKS) {
          quiet = 0;
          lookedAt = committed;
          pace.begin();
          if (look()) {
            lookedAt = -1;
            pause = 0;
          }
          pauseAfterFailure = LOOK_NANOS;
        }
      } catch (Pace.StoppedException e) {
        break;
      } catch (IOException | RuntimeException e) {
        tell("search goes without its index where that is behind: " + reason(e));
        pause = pauseAfterFailure;
        pauseAfterFailure = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        lookedAt = -1;
      }
      open.closeRetired();
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }
    open.close();
  }

  /** What nobody foresaw may have no words of its own, and what a file lacks has but its name. */
  private static String reason(Exception failure) {
    if (failure instanceof FileSystemException of && of.getReason() == null) {
      return of.getMessage() + ": " + FileFault.reason(of);
    }
    boolean isForeseen =
        failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof SegmentException
            || failure instanceof JournalException;
    return isForeseen ? String.valueOf(failure.getMessage()) : failure.toString();
  }

  private void tell(String what) {
    if (told.add(what)) {
      warnings.accept(what);
    }
  }

  /** Opens what is there, and makes at most one segment; whether there may be more to do. */
  private boolean look() throws IOException {
    boolean exists = files.exists();
    boolean madeBefore = makes;
    makes = replica.makesWhatIsBeside();
    if (exists && makes && !madeBefore) {
      files.deleteUnfinished();
    }
    open.look(exists ? files.names() : List.of(), makes);
    List<Segment> chain = open.chain();
    if (!chain.equals(index.segments())) {
      index = new TextIndex(chain);
    }
    if (open.missedSome()) {
      return true;
    }
    if (!makes || !replica.isOfThisFormat()) {
      return false;
    }
    if (exists) {
      open.deletePartsOf(chain);
    }
    Optional<SegmentName> whole = toMerge();
    if (whole.isPresent()) {
      make(whole.get(), path -> merge(whole.get(), path));
      return true;
    }
    return makeNext();
  }

  // What is missing

  /** What makes the file of a segment. */
  private interface Making {
    void at(Path path) throws IOException;
  }

  private void make(SegmentName name, Making making) throws IOException {
    files.make();
    files.exists();
    Path unfinished = files.unfinished(name);
    files.deleteUnfinished(unfinished);
    try {
      making.at(unfinished);
      files.finish(unfinished, name);
    } finally {
      files.deleteUnfinished(unfinished);
    }
  }

  /** The segment, of those that are there together and that there is room for, that is not. */
  private Optional<SegmentName> toMerge() {
    List<Segment> chain = index.segments();
    int alike = 1;
    for (int i = 1; i < chain.size(); i++) {
      alike = chain.get(i).name().events() == chain.get(i - 1).name().events() ? alike + 1 : 1;
      if (alike >= levels.fan()) {
        Optional<SegmentName> whole = levels.above(chain.get(i - levels.fan() + 1).name());
        if (whole.isPresent() && hasRoomToMerge(whole.get())) {
          return whole;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether it would not take the room that tickets are stored in, which are refused without; the
   * parts do meanwhile.
   */
  private boolean hasRoomToMerge(SegmentName whole) {
    return files.haveRoom(partsOf(whole).stream().mapToLong(part -> part.header().bytes()).sum());
  }

  private List<Segment> partsOf(SegmentName whole) {
    return index.segments().stream().filter(part -> whole.contains(part.name())).toList();
  }

  private void merge(SegmentName whole, Path path) throws IOException {
    SegmentBuilder.merge(files.files(), path, whole, replica.salt(), partsOf(whole), pace);
  }

  /** Whether there were enough events for another segment. */
  private boolean makeNext() throws IOException {
    long covered = index.covered();
    long at = covered == 0 ? reader.first() : reader.next(index.lastOffset());
    SegmentName name = levels.after(replica.generation(), covered);
    if (!hasEnough(at)) {
      return false;
    }
    make(name, path -> build(name, at, path));
    return true;
  }

  private boolean hasEnough(long at) {
    long next = at;
    for (int left = levels.smallest(); left > 0; left--) {
      if (next >= replica.committed()) {
        return false;
      }
      next = reader.next(next);
    }
    return true;
  }

  private void build(SegmentName name, long start, Path path) throws IOException {
    SegmentBuilder builder = new SegmentBuilder(files.files(), path, name, replica.salt(), pace);
    long at = start;
    for (long seq = name.first(); seq <= name.last(); seq++) {
      builder.add(reader.record(at, seq));
      at = reader.next(at);
      if (seq % EVENTS_A_BREATH == 0) {
        pace.breathe();
      }
    }
    builder.finish();
  }
}
