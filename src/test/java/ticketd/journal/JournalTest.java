package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.ticket.Comment;
import ticketd.ticket.EventKind;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Priority;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.TicketCommand;

class JournalTest {
  private static final int SMALL_CHUNK = 8192;

  @TempDir private Path directory;

  private JournalSettings settings(SyncMode mode, int chunkBytes) {
    return new JournalSettings(
        directory.resolve("new/store"), mode, Duration.ofSeconds(5), chunkBytes);
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldReadBackWhatWasWritten(SyncMode mode) {
    JournalSettings settings = settings(mode, SMALL_CHUNK);
    Scribe scribe;
    long committed;
    try (Journal journal = Journal.open(settings)) {
      scribe = new Scribe(journal);
      write(scribe);
      committed = journal.committed();
      assertThat(committed).isGreaterThan(3L * SMALL_CHUNK);
      assertReads(journal, scribe);
    }
    try (Journal journal = Journal.open(settings)) {
      assertThat(journal.committed()).isEqualTo(committed).isEqualTo(Scribe.durable(journal));
      assertReads(journal, scribe);
      journal.catchUp((batch, end) -> {});
      assertThat(journal.nextSeq()).isEqualTo(scribe.events().size() + 1L);
      assertThat(journal.position()).isEqualTo(committed);
    }
  }

  @Test
  void shouldDeliverEveryEventOnceAndInOrder() {
    JournalSettings settings = settings(SyncMode.OS, SMALL_CHUNK);
    try (Journal journal = Journal.open(settings)) {
      write(new Scribe(journal));
    }
    try (Journal journal = Journal.open(settings)) {
      List<Long> offsets = new ArrayList<>();
      List<Long> seqs = new ArrayList<>();
      List<Integer> slices = new ArrayList<>();
      while (journal.catchUp(
          7,
          (batch, end) -> {
            assertThat(batch.get(batch.size() - 1).endsBatch()).isTrue();
            slices.add(batch.size());
            for (StoredRecord event : batch) {
              offsets.add(event.offset());
              seqs.add(event.seq());
            }
          })) {
        // Whole batches, no more of them than it takes.
        int last = slices.remove(slices.size() - 1);
        assertThat(slices.stream().mapToInt(size -> size).sum()).isLessThan(7);
        assertThat(slices.stream().mapToInt(size -> size).sum() + last).isGreaterThanOrEqualTo(7);
        slices.clear();
      }
      for (int i = 0; i < seqs.size(); i++) {
        assertThat(seqs.get(i)).isEqualTo(i + 1L);
      }
      long at = journal.reader().first();
      for (long offset : offsets) {
        assertThat(at).isEqualTo(offset);
        at = journal.reader().next(at);
      }
      assertThat(at).isEqualTo(journal.committed());
    }
  }

  @Test
  void shouldKeepKeyAndFingerprint() {
    KeyUse use = new KeyUse(new RequestKey("k:1"), new Fingerprint(-5, 7));
    try (Journal journal = Journal.open(settings(SyncMode.ALWAYS, SMALL_CHUNK))) {
      Scribe scribe = new Scribe(journal);
      scribe.append(Optional.of(use), Scribe.file("A", "B"));
      scribe.append(
          Optional.of(use), new TicketCommand.Prioritise(1, Priority.NORMAL), Scribe.file("C", ""));
      StoredEvent filed = journal.reader().event(journal.reader().first());
      assertThat(filed.key()).contains(use.key());
      assertThat(filed.fingerprint()).contains(use.fingerprint());
      assertThat(filed.keyHash())
          .isEqualTo(StoredEvent.keyHash(Scribe.ALICE, use.key()))
          .isNotZero();
      StoredEvent noop = journal.reader().event(journal.reader().next(filed.offset()));
      assertThat(noop.kind()).isEqualTo(EventKind.NOOP);
      assertThat(noop.refs()).isEqualTo(filed.refs());
      assertThat(noop.previousOffset()).isEqualTo(filed.offset());
      assertThat(journal.reader().ticket(noop)).isEqualTo(scribe.tickets().get(0).ticket());
      assertThat(noop.endsBatch()).isFalse();
      assertThat(filed.endsBatch()).isTrue();
    }
  }

  @Test
  void shouldTakeAtMost288BytesForATicket() {
    try (Journal journal = Journal.open(settings(SyncMode.OS, 64 << 20))) {
      Scribe scribe = new Scribe(journal);
      for (int i = 0; i < 1000; i++) {
        scribe.append(Scribe.file("t".repeat(40), "d".repeat(160)));
      }
      assertThat(journal.committed()).isLessThan(1000 * 288L);
    }
  }

  @Test
  void shouldMakeFilesForTheirOwnerAlone() throws Exception {
    JournalSettings settings = settings(SyncMode.ALWAYS, SMALL_CHUNK);
    try (Journal journal = Journal.open(settings)) {
      assertThat(mode(journal.file())).isEqualTo("rw-------");
      assertThat(mode(Path.of(journal.file() + ".lock"))).isEqualTo("rw-------");
      assertThat(mode(directory.resolve("new"))).isEqualTo("rwx------");
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldOpenAStoreOnceAProcess() {
    JournalSettings settings = settings(SyncMode.ALWAYS, SMALL_CHUNK);
    try (Journal journal = Journal.open(settings)) {
      assertThatThrownBy(() -> Journal.open(settings))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.ALREADY_OPEN))
          .hasMessageContaining(journal.file().toString());
    }
    Journal.open(settings).close();
  }

  /** Every kind of event, and many enough to fill several small chunks. */
  private static void write(Scribe scribe) {
    scribe.append(
        new TicketCommand.File(
            "Écran noir \uD83D\uDCBB",
            "première\nseconde",
            Priority.HIGH,
            List.of("infra", "b"),
            Optional.of(Scribe.identity("Zoë Müller"))),
        Scribe.file("second", ""));
    scribe.append(new TicketCommand.Take(2), new TicketCommand.Comment(2, "one"));
    scribe.append(new TicketCommand.Assign(2, Optional.empty()));
    scribe.append(new TicketCommand.Move(2, Status.WAITING), new TicketCommand.Comment(2, "two"));
    scribe.append(
        new TicketCommand.Retag(2, List.of(new TicketCommand.TagChange(true, "x"))),
        new TicketCommand.Close(2, Resolution.WONT_FIX, Optional.of("three")),
        new TicketCommand.Reopen(2));
    scribe.append(new TicketCommand.Prioritise(1, Priority.URGENT));
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      scribe.append(
          Scribe.file("t".repeat(1 + random.nextInt(200)), "d".repeat(random.nextInt(500))));
      scribe.append(
          Scribe.edit(
              1 + random.nextInt(scribe.tickets().size()),
              new TicketCommand.Patch(
                  Optional.of("edited " + i),
                  random.nextBoolean() ? Optional.of("text " + i) : Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())));
    }
  }

  private static void assertReads(Journal journal, Scribe scribe) {
    JournalReader reader = journal.reader();
    for (Scribe.Known known : scribe.tickets()) {
      StoredEvent event = reader.event(known.refs().offset());
      assertThat(reader.ticket(event)).isEqualTo(known.ticket());
      assertThat(reader.ticket(event).author().name()).isEqualTo(known.ticket().author().name());
      assertThat(reader.description(event)).isEqualTo(known.description());
      assertThat(reader.comments(event, Integer.MAX_VALUE)).isEqualTo(known.comments());
      List<String> texts = new ArrayList<>(known.comments().stream().map(Comment::text).toList());
      Collections.reverse(texts);
      assertThat(reader.commentTexts(event)).containsExactlyElementsOf(texts);
      assertThat(event.refs()).isEqualTo(known.refs());
    }
    long at = reader.first();
    for (int i = 0; i < scribe.events().size(); i++) {
      assertThat(reader.recorded(reader.event(at))).isEqualTo(scribe.events().get(i));
      at = reader.next(at);
    }
    assertThat(at).isEqualTo(journal.committed());
  }
}
