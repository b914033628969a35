package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the store can be read: what is published, and what the file still holds. Any number of
 * threads.
 *
 * <p>A load from a page that somebody cut off the file raises SIGBUS, which Java turns into an
 * {@code InternalError} that, before Java 21, may surface much later and elsewhere. So the size is
 * looked at first: whenever more is read than it was known to hold, and by {@link #look}, which
 * every request's {@link #committed} does and long reads do now and then, when the last look is
 * {@value #TRUST_NANOS} ns ago: less than it takes to answer a request, cut the file and ask again.
 */
final class Extent {
  private static final long TRUST_NANOS = 50_000;

  private final Path path;
  private final Header header;
  private volatile FileAccess.OpenFile file;
  private volatile long size;
  private volatile long committed;
  private volatile long lookedAt;

  Extent(Path path, Header header, FileAccess.OpenFile file) throws IOException {
    this.path = path;
    this.header = header;
    this.file = file;
    this.size = file.size();
    this.committed = header.commit();
    this.lookedAt = System.nanoTime();
  }

  /** The same file through another descriptor. */
  void use(FileAccess.OpenFile reopened) {
    file = reopened;
  }

  /** Just after the last published record; of a file cut off or overwritten, what it was before. */
  long committed() {
    look();
    long known = committed;
    if (size < Header.BYTES) {
      return known;
    }
    long now = header.commit();
    if (now <= known) {
      return known;
    }
    committed = now;
    return now;
  }

  /**
   * How a later version of this program has made the store its own since it was opened, if it has;
   * without a look.
   */
  Optional<String> newerFormat() {
    return size < Header.BYTES ? Optional.empty() : header.newerFormat();
  }

  /** Whether what version 1.0 of this program would not know may be stored; without a look. */
  boolean takesNewKinds() {
    return size >= Header.BYTES && header.version() >= Header.VERSION;
  }

  /** This process published up to there. */
  void published(long end) {
    committed = Math.max(committed, end);
  }

  /**
   * Makes sure that what was shown here is in the file by now, which has its header.
   *
   * @throws JournalException REPLACED when an earlier copy of the store was written over it
   */
  void refuseEarlier() {
    long shown = committed;
    long now = header.commit();
    if (now < shown) {
      throw new JournalException(
          JournalException.Kind.REPLACED,
          path,
          "was put back to an earlier state since the store was opened: it ends at "
              + now
              + ", where it ended at "
              + shown);
    }
  }

  /** What {@link #committed} said last, without a look. */
  long committedAtLeast() {
    return committed;
  }

  /**
   * Makes sure that the file, by the last look, reaches as far as {@code end}.
   *
   * @return its size
   * @throws JournalException REPLACED when it was cut off
   */
  long require(long end) {
    if (!holds(end)) {
      throw new JournalException(
          JournalException.Kind.REPLACED, path, "was cut off to " + size + " bytes");
    }
    return size;
  }

  /** Whether the file, by the last look, reaches as far as {@code end}; where not, it looks. */
  boolean holds(long end) {
    if (end > size) {
      size = sizeNow();
    }
    return end <= size;
  }

  void look() {
    long now = System.nanoTime();
    if (now - lookedAt > TRUST_NANOS) {
      lookAt(now);
    }
  }

  /**
   * Makes sure that the header is still there, by a look of now.
   *
   * @throws JournalException REPLACED when it was cut off
   */
  void requireHeader() {
    lookAt(System.nanoTime());
    require(Header.BYTES);
  }

  /** Whatever the last look was. */
  void lookAgain() {
    size = sizeNow();
  }

  private void lookAt(long now) {
    if (!reachesKnown()) {
      size = sizeNow();
    }
    lookedAt = now;
  }

  private boolean reachesKnown() {
    try {
      return file.reaches(size);
    } catch (IOException e) {
      return false;
    }
  }

  private long sizeNow() {
    try {
      return file.size();
    } catch (IOException e) {
      // Closed: what was mapped stays readable for whoever is still reading.
      return size;
    }
  }
}
