package ticketd.journal.text;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import ticketd.journal.JournalException;
import ticketd.journal.JournalReader;
import ticketd.journal.Replica;

/**
 * The segments that a process has open: those in the directory that are of this store and its
 * history. What cannot be used is told and taken away. Used by the indexer's thread alone.
 */
final class OpenSegments {
  /** Whoever still reads a segment that was merged goes on with it for so long. */
  private static final long GRACE_NANOS = 30_000_000_000L;

  /** Not used any more, and closed some time after. */
  private record Retired(Segment segment, long atNanos) {}

  private final Replica replica;
  private final JournalReader reader;
  private final SegmentFiles files;
  private final Levels levels;
  private final Consumer<String> warnings;
  private final Map<SegmentName, Segment> open = new HashMap<>();
  private final List<Retired> retired = new ArrayList<>();
  private boolean makes;
  private boolean missed;

  OpenSegments(Replica replica, SegmentFiles files, Levels levels, Consumer<String> warnings) {
    this.replica = replica;
    this.reader = replica.reader();
    this.files = files;
    this.levels = levels;
    this.warnings = warnings;
  }

  /** Whether the directory changed under the last look, so that the next one may find more. */
  boolean missedSome() {
    return missed;
  }

  /** Opens what is new and closes what is not there any more. */
  void look(List<SegmentName> names, boolean makesThem) throws IOException {
    makes = makesThem;
    missed = false;
    Set<SegmentName> there = new HashSet<>(names);
    Iterator<Segment> known = open.values().iterator();
    while (known.hasNext()) {
      Segment segment = known.next();
      if (segment.isLost()) {
        refuse(segment.name(), "cannot be read", true);
        there.remove(segment.name());
      }
      if (!there.contains(segment.name()) || segment.name().generation() != replica.generation()) {
        known.remove();
        retire(segment);
      }
    }
    for (SegmentName name : there) {
      if (!open.containsKey(name)) {
        open(name);
      }
    }
  }

  private void open(SegmentName name) throws IOException {
    if (name.generation() != replica.generation() || !levels.have(name)) {
      refuse(name, "of another generation or program", false);
      return;
    }
    try {
      Segment segment = files.open(name, replica.salt());
      if (isOfThisHistory(segment)) {
        open.put(name, segment);
      } else {
        segment.close();
        refuse(name, "of another history", false);
      }
    } catch (SegmentException e) {
      refuse(name, String.valueOf(e.getMessage()), !e.isOfOthers());
    } catch (NoSuchFileException e) {
      // Merged into another one between the two looks: the next one finds that.
      missed = true;
    }
  }

  private boolean isOfThisHistory(Segment segment) {
    long offset = segment.header().lastOffset();
    if (offset >= replica.committed()) {
      return false;
    }
    try {
      return reader.record(offset, segment.name().last()).checksum() == segment.header().lastCrc();
    } catch (JournalException e) {
      // The journal has none there; where it is damaged, whoever reads it is told.
      return false;
    }
  }

  /** What others may be able to use is for the process that makes them to take away. */
  private void refuse(SegmentName name, String why, boolean damaged) throws IOException {
    if (makes || damaged) {
      files.delete(name);
      warnings.accept(
          files.path(name) + ": " + why + "; taken away, and made again where it is needed");
    }
  }

  private void retire(Segment segment) {
    retired.add(new Retired(segment, System.nanoTime()));
  }

  /** Closes what nobody should be reading any more. */
  void closeRetired() {
    closeRetired(System.nanoTime() - GRACE_NANOS);
  }

  /** Closes everything. */
  void close() {
    open.values().forEach(this::retire);
    open.clear();
    closeRetired(Long.MAX_VALUE);
  }

  private void closeRetired(long before) {
    Iterator<Retired> all = retired.iterator();
    while (all.hasNext()) {
      Retired one = all.next();
      if (before == Long.MAX_VALUE || one.atNanos() - before < 0) {
        all.remove();
        try {
          one.segment().close();
        } catch (IOException e) {
          warnings.accept("cannot be closed: " + e.getMessage());
        }
      }
    }
  }

  /** From the first event on, the largest that begins where the one before ends. */
  List<Segment> chain() {
    List<Segment> chain = new ArrayList<>();
    long covered = 0;
    while (true) {
      long next = covered + 1;
      Optional<Segment> largest =
          open.values().stream()
              .filter(segment -> segment.name().first() == next)
              .max(Comparator.comparingLong(segment -> segment.name().last()));
      if (largest.isEmpty()) {
        break;
      }
      chain.add(largest.get());
      covered = largest.get().name().last();
    }
    return chain;
  }

  /** Takes away what is in one of these as well. */
  void deletePartsOf(List<Segment> chain) throws IOException {
    for (Segment large : chain) {
      for (SegmentName name : List.copyOf(open.keySet())) {
        if (!name.equals(large.name()) && large.name().contains(name)) {
          files.delete(name);
          Segment small = open.remove(name);
          if (small != null) {
            retire(small);
          }
        }
      }
    }
  }
}
