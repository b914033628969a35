package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.BatchWriter;
import ticketd.journal.FileAccess;
import ticketd.journal.ForwardingFiles;
import ticketd.journal.Journal;
import ticketd.journal.JournalReader;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.journal.StoredEvent;
import ticketd.journal.SyncMode;
import ticketd.testing.Phrases;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Identity;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TextFold;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

class SegmentTest {
  private static final int SALT = 7;
  private static final int WORDS = Size.of("words", 200, 500);
  private static final Identity ANA = Identity.of("Ana").orElseThrow();

  private final Random random = Seed.random();
  private final FileAccess files = FileAccess.system();
  private final Pace pace = new Pace(() -> 0);
  private final List<String> titles = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();
  private final List<StoredEvent> events = new ArrayList<>();
  @TempDir Path directory;
  private Journal journal;

  @BeforeEach
  void open() {
    journal =
        Journal.open(
            new JournalSettings(directory.resolve("tickets"), SyncMode.OS, Duration.ofSeconds(10)));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void file(int tickets, int titleWords, int words) {
    journal.lock();
    BatchWriter batch = journal.newBatch();
    long first = journal.committed();
    for (int n = 0; n < tickets; n++) {
      String title = Phrases.of(random, titleWords);
      String description = Phrases.of(random, words);
      titles.add(TextFold.fold(title));
      descriptions.add(TextFold.fold(description));
      Stamp stamp = new Stamp(ANA, Instant.EPOCH, batch.nextSeq());
      TicketCommand.File file = TicketCommand.File.of(title, description);
      batch.add(
          new Recorded(stamp, TicketRules.file(file, titles.size(), stamp)),
          Optional.empty(),
          Refs.NONE);
    }
    journal.append(batch);
    journal.unlock();
    JournalReader reader = journal.reader();
    for (long at = first; at < journal.committed(); at = reader.next(at)) {
      events.add(reader.event(at));
    }
  }

  private static SegmentName name(int first, int last) {
    return new SegmentName(1, first, last);
  }

  private Path build(int first, int last) throws IOException {
    Path path = directory.resolve(first + "-" + last + "-" + random.nextInt());
    SegmentBuilder builder = new SegmentBuilder(files, path, name(first, last), SALT, pace);
    for (int seq = first; seq <= last; seq++) {
      builder.add(events.get(seq - 1));
    }
    builder.finish();
    return path;
  }

  private Segment open(Path path, int first, int last) throws IOException {
    return Segment.open(files, path, name(first, last), SALT);
  }

  private Set<Long> find(Segment segment, String folded, boolean everywhere) {
    return idsOf(new TextIndex(List.of(segment)).find(folded, everywhere));
  }

  private static Set<Long> idsOf(Postings found) {
    Set<Long> ids = new HashSet<>();
    for (int page = found.page(0, false);
        page != Postings.NONE;
        page = found.page(page + 1, false)) {
      long[] bits = new long[Postings.PAGE_LONGS];
      found.addTo(page, bits);
      for (int i = 0; i < Page.IDS; i++) {
        if ((bits[i >>> 6] >>> i & 1) != 0) {
          ids.add((long) page * Page.IDS + i);
        }
      }
    }
    return ids;
  }

  private static Set<Long> idsOf(List<String> texts, String folded) {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).contains(folded)) {
        ids.add(i + 1L);
      }
    }
    return ids;
  }

  private static Set<Long> without(Set<Long> ids, Set<Long> others) {
    Set<Long> rest = new HashSet<>(ids);
    rest.removeAll(others);
    return rest;
  }

  @Test
  void shouldFindEachTicketThatHoldsAWordAndFewOthers() throws IOException {
    file(6000, 5, 12);
    int falsely = 0;
    int rightly = 0;
    try (Segment segment = open(build(1, 6000), 1, 6000)) {
      for (int n = 0; n < WORDS; n++) {
        List<String> texts = random.nextBoolean() ? titles : descriptions;
        String word = Phrases.part(random, texts.get(random.nextInt(6000)), 7);
        if (!TextIndex.finds(word)) {
          continue;
        }
        Set<Long> right = idsOf(titles, word);
        assertThat(without(right, find(segment, word, false))).as("title %s", word).isEmpty();
        right.addAll(idsOf(descriptions, word));
        Set<Long> found = find(segment, word, true);
        assertThat(without(right, found)).as("text %s", word).isEmpty();
        rightly += right.size();
        falsely += found.size() - right.size();
      }
    }
    assertThat(falsely).isLessThan(rightly / 5);
  }

  /** Each list that is read is held for as long as the search goes on. */
  @Test
  void shouldReadAFewListsHoweverLongAPhraseIs() throws IOException {
    file(2000, 5, 60);
    String phrase =
        descriptions.stream().max(Comparator.comparing(SegmentTest::parts)).orElseThrow();
    AtomicInteger reads = new AtomicInteger();
    FileAccess counting =
        new ForwardingFiles(files) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public int read(ByteBuffer into, long position) throws IOException {
                reads.incrementAndGet();
                return super.read(into, position);
              }
            };
          }
        };
    try (Segment segment = Segment.open(counting, build(1, 2000), name(1, 2000), SALT)) {
      reads.set(0);
      assertThat(idsOf(segment.find(Grams.field(false), phrase).orElseThrow()))
          .contains(descriptions.indexOf(phrase) + 1L)
          .hasSizeLessThan(20);
    }
    // A read for where each part's list begins, two for each list that is gone through.
    long parts = parts(phrase);
    assertThat(parts).isGreaterThan(80);
    assertThat(reads.longValue()).isBetween(parts + 1, parts + 2 * 16);
  }

  private static long parts(String folded) {
    return Arrays.stream(Grams.all(Grams.field(false), folded)).distinct().count();
  }

  @Test
  void shouldMakeTheSameOfPartsAsOfAllEventsAtOnce() throws IOException {
    file(9000, 5, 12);
    List<Segment> parts = new ArrayList<>();
    for (int first = 1; first < 9000; first += 3000) {
      parts.add(open(build(first, first + 2999), first, first + 2999));
    }
    Path merged = directory.resolve("merged");
    SegmentBuilder.merge(files, merged, name(1, 9000), SALT, parts, pace);
    for (Segment part : parts) {
      part.close();
    }
    // More than is kept in memory: what is made on the way is merged as well.
    assertThat(Files.readAllBytes(merged)).isEqualTo(Files.readAllBytes(build(1, 9000)));
  }

  @Test
  void shouldRefuseASegmentWithAnyByteChanged() throws IOException {
    file(4, 1, 2);
    Path path = build(1, 4);
    byte[] whole = Files.readAllBytes(path);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      assertThatThrownBy(() -> open(path, 1, 4))
          .as("byte " + at)
          .isInstanceOf(SegmentException.class);
    }
    for (int length = 0; length < whole.length; length += 61) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> open(path, 1, 4)).isInstanceOf(SegmentException.class);
    }
    Files.write(path, whole);
    open(path, 1, 4).close();
  }

  @Test
  void shouldRefuseASegmentThatIsNotWhatItsNameSays() throws IOException {
    file(4, 1, 2);
    Path path = build(1, 4);
    assertThatThrownBy(() -> open(path, 1, 3)).hasMessageContaining("another part");
    assertThatThrownBy(() -> Segment.open(files, path, name(1, 4), SALT + 1))
        .hasMessageContaining("another store");
  }

  @Test
  void shouldFailAndNothingElseWhereAnOpenSegmentIsCutShort() throws IOException {
    file(2000, 5, 12);
    Path path = build(1, 2000);
    try (Segment segment = open(path, 1, 2000);
        FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      file.truncate(1000);
      assertThatThrownBy(() -> find(segment, "imprimante", true))
          .isInstanceOf(SegmentException.class)
          .hasMessageContaining(path.toString());
      assertThat(segment.isLost()).isTrue();
    }
  }

  @Test
  void shouldFindNothingInASegmentWithoutTexts() throws IOException {
    file(1, 1, 1);
    Path path = directory.resolve("empty");
    try (SegmentWriter out = new SegmentWriter(files, path)) {
      out.finish(name(1, 1), SALT, 4096, 0, 1, 0);
    }
    try (Segment segment = open(path, 1, 1)) {
      assertThat(find(segment, "any", true)).isEmpty();
    }
  }
}
