package ticketd.journal.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.journal.FileAccess;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.TextFold;

/**
 * Makes a segment of events. Memory is bounded whatever the texts are: what is too much for it is
 * put into files beside the segment, which are merged at the end.
 */
final class SegmentBuilder {
  /**
   * So many tickets under keys, and one text's more, are kept in memory; a thousand tickets of 200
   * characters.
   */
  private static final int MOST_PAIRS = 1 << 18;

  /** Files open at once. */
  private static final int MOST_PARTS = 32;

  private final FileAccess files;
  private final Path path;
  private final int salt;
  private final Pace pace;

  /** Made so far; each is complete but for what only the end tells. */
  private final List<Path> parts = new ArrayList<>();

  private int partsMade;
  private final SegmentName name;

  // Open addressing: the place in the arrays below, plus one, of each key.
  private int[] places = new int[1 << 12];
  private long[] keys = new long[1 << 11];
  private int[] lastIds = new int[1 << 11];
  private int[] counts = new int[1 << 11];
  private int keyCount;

  // Each time a ticket has a key that it was not just seen to have.
  private int[] pairPlaces = new int[MOST_PAIRS / 2];
  private int[] pairIds = new int[MOST_PAIRS / 2];
  private int pairs;

  private long lowest = 1;
  private long highest;
  private long lastOffset;
  private int lastCrc;

  /** {@code path} is where the segment is to be, not yet under its own name. */
  SegmentBuilder(FileAccess files, Path path, SegmentName name, int salt, Pace pace) {
    this.files = files;
    this.path = path;
    this.name = name;
    this.salt = salt;
    this.pace = pace;
  }

  /** Events of the range, in order, all of them. */
  void add(StoredRecord record) throws IOException {
    lastOffset = record.offset();
    lastCrc = record.checksum();
    if (record instanceof StoredEvent event) {
      addTexts(event);
    }
  }

  private void addTexts(StoredEvent event) throws IOException {
    Optional<String> title = event.title();
    Optional<String> description = event.description();
    Optional<String> comment = event.comment();
    if (title.isPresent()) {
      add(event.id(), Grams.field(true), title.get());
    }
    if (description.isPresent()) {
      add(event.id(), Grams.field(false), description.get());
    }
    if (comment.isPresent()) {
      add(event.id(), Grams.field(false), comment.get());
    }
  }

  private void add(long id, long field, String text) throws IOException {
    lowest = highest == 0 ? id : Math.min(lowest, id);
    highest = Math.max(highest, id);
    String folded = TextFold.fold(text);
    int ticket = Math.toIntExact(id);
    Grams.of(field, folded, key -> put(key, ticket));
    if (pairs >= MOST_PAIRS) {
      flush();
    }
  }

  private void put(long key, int id) {
    int place = place(key);
    if (lastIds[place] != id) {
      lastIds[place] = id;
      counts[place]++;
      if (pairs == pairPlaces.length) {
        pairPlaces = Arrays.copyOf(pairPlaces, pairs * 2);
        pairIds = Arrays.copyOf(pairIds, pairs * 2);
      }
      pairPlaces[pairs] = place;
      pairIds[pairs++] = id;
    }
  }

  private int place(long key) {
    int mask = places.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (places[slot] != 0) {
      int place = places[slot] - 1;
      if (keys[place] == key) {
        return place;
      }
      slot = (slot + 1) & mask;
    }
    return enter(key, slot);
  }

  private int enter(long key, int slot) {
    if (keyCount == keys.length) {
      grow();
      return place(key);
    }
    keys[keyCount] = key;
    places[slot] = ++keyCount;
    return keyCount - 1;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, keyCount * 2);
    lastIds = Arrays.copyOf(lastIds, keyCount * 2);
    counts = Arrays.copyOf(counts, keyCount * 2);
    int known = keyCount;
    keyCount = 0;
    places = new int[places.length * 2];
    for (int place = 0; place < known; place++) {
      place(keys[place]);
    }
  }

  /** The pairs so far into a file of their own. */
  private void flush() throws IOException {
    if (parts.size() == MOST_PARTS) {
      mergeParts(nextPart());
    }
    Path part = nextPart();
    parts.add(part);
    write(part);
  }

  private Path nextPart() {
    return path.resolveSibling(path.getFileName() + "." + partsMade++);
  }

  private void write(Path to) throws IOException {
    try (SegmentWriter out = new SegmentWriter(files, to)) {
      writeLists(out);
      out.finish(name, salt, lastOffset, lastCrc, lowest, highest);
    }
    pairs = 0;
    keyCount = 0;
    Arrays.fill(places, 0);
    Arrays.fill(lastIds, 0);
    Arrays.fill(counts, 0);
  }

  private void writeLists(SegmentWriter out) throws IOException {
    long[] sorted = Arrays.copyOf(keys, keyCount);
    Arrays.sort(sorted);
    int[] ends = new int[keyCount];
    int end = 0;
    int[] order = new int[keyCount];
    for (int i = 0; i < sorted.length; i++) {
      order[i] = place(sorted[i]);
      ends[order[i]] = end;
      end += counts[order[i]];
    }
    int[] ids = new int[pairs];
    for (int i = 0; i < pairs; i++) {
      ids[ends[pairPlaces[i]]++] = pairIds[i];
    }
    ListBuffer list = new ListBuffer();
    long[] bits = new long[Page.LONGS];
    for (int i = 0; i < sorted.length; i++) {
      int last = ends[order[i]];
      int first = last - counts[order[i]];
      pages(ids, first, last, list, bits);
      out.list(sorted[i], list);
      if ((i & 255) == 0) {
        pace.breathe();
      }
    }
  }

  private static void pages(int[] ids, int first, int last, ListBuffer list, long[] bits) {
    // Mostly they are: tickets are filed in the order of their ids.
    Arrays.sort(ids, first, last);
    list.clear();
    for (int i = first; i < last; ) {
      int page = Page.of(ids[i]);
      Arrays.fill(bits, 0);
      while (i < last && Page.of(ids[i]) == page) {
        bits[ids[i] % Page.IDS / Long.SIZE] |= 1L << ids[i];
        i++;
      }
      list.add(page, bits);
    }
  }

  /** Completes the segment. */
  void finish() throws IOException {
    if (parts.isEmpty()) {
      write(path);
      return;
    }
    flush();
    mergeParts(path);
  }

  private void mergeParts(Path to) throws IOException {
    merge(parts, to);
    for (Path part : parts) {
      Files.delete(part);
    }
    parts.clear();
    if (!to.equals(path)) {
      parts.add(to);
    }
  }

  private void merge(List<Path> from, Path to) throws IOException {
    List<Segment> opened = new ArrayList<>();
    try (SegmentWriter out = new SegmentWriter(files, to)) {
      for (Path part : from) {
        opened.add(Segment.open(files, part, name, salt));
      }
      new SegmentMerge(pace).run(opened, out);
      out.finish(name, salt, lastOffset, lastCrc, lowest, highest);
    } finally {
      for (Segment part : opened) {
        part.close();
      }
    }
  }

  /** Makes, at {@code path}, the segment of those that {@code segments} are of together. */
  static void merge(
      FileAccess files, Path path, SegmentName name, int salt, List<Segment> segments, Pace pace)
      throws IOException {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (Segment segment : segments) {
      if (segment.header().highest() > 0) {
        lowest = Math.min(lowest, segment.header().lowest());
        highest = Math.max(highest, segment.header().highest());
      }
    }
    SegmentHeader last = segments.get(segments.size() - 1).header();
    try (SegmentWriter out = new SegmentWriter(files, path)) {
      new SegmentMerge(pace).run(segments, out);
      out.finish(name, salt, last.lastOffset(), last.lastCrc(), highest == 0 ? 1 : lowest, highest);
    }
  }
}
