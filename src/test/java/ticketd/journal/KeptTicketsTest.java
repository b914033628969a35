package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.Waiting;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;

/** A ticket that is kept is what its event left, and only as long as the file says so. */
class KeptTicketsTest {
  private static final int ROOM = 1024;
  private static final int TICKETS = ROOM + 50;
  private static final int ROUNDS = Size.of("rounds", 2_000, 20_000);

  @TempDir private Path directory;
  private Path store;
  private Journal journal;
  private JournalReader reader;
  private Scribe scribe;

  @BeforeEach
  void fileTickets() {
    store = directory.resolve("store");
    journal = open(store);
    reader = journal.reader();
    scribe = new Scribe(journal);
    scribe.append(
        IntStream.rangeClosed(1, TICKETS)
            .mapToObj(id -> Scribe.file("ticket " + id, ""))
            .toArray(TicketCommand[]::new));
  }

  private static Journal open(Path file) {
    return Journal.open(new JournalSettings(file, SyncMode.OS, Duration.ofSeconds(5)));
  }

  @AfterEach
  void close() {
    try {
      journal.close();
    } catch (JournalException e) {
      assertThat(e.kind()).isEqualTo(JournalException.Kind.REPLACED);
    }
  }

  private long offset(int id) {
    return scribe.tickets().get(id - 1).refs().offset();
  }

  private Ticket keep(int id) {
    StoredEvent event = reader.event(offset(id));
    Ticket ticket = reader.ticket(event);
    reader.keep(event, ticket);
    return ticket;
  }

  /** Tickets of which some have to share a slot, and their events of before. */
  @Test
  void shouldGiveWhatTheEventLeftOrNothing() {
    Random random = Seed.random();
    List<Long> places = new ArrayList<>();
    int found = 0;
    for (int n = 0; n < ROUNDS; n++) {
      int id = 1 + random.nextInt(10) + (random.nextBoolean() ? ROOM : 0);
      places.add(offset(id));
      switch (random.nextInt(4)) {
        case 0 -> change(id, random);
        case 1 -> assertThat(keep(id)).isEqualTo(scribe.tickets().get(id - 1).ticket());
        default -> {
          long at = places.get(places.size() - 1 - random.nextInt(Math.min(40, places.size())));
          StoredEvent event = reader.event(at);
          Optional<Ticket> kept = reader.kept(event.id(), at);
          kept.ifPresent(ticket -> assertThat(ticket).isEqualTo(reader.ticket(event)));
          found += kept.isPresent() ? 1 : 0;
        }
      }
    }
    assertThat(found).as("found of %s", ROUNDS).isGreaterThan(ROUNDS / 20);
  }

  private void change(int id, Random random) {
    boolean isClosed = scribe.tickets().get(id - 1).ticket().isClosed();
    switch (random.nextInt(3)) {
      case 0 ->
          scribe.append(
              isClosed
                  ? new TicketCommand.Reopen(id)
                  : new TicketCommand.Close(id, Resolution.FIXED, Optional.empty()));
      case 1 -> scribe.append(new TicketCommand.Comment(id, "more"));
      default -> {
        Priority now = scribe.tickets().get(id - 1).ticket().priority();
        scribe.append(
            new TicketCommand.Prioritise(id, now == Priority.HIGH ? Priority.LOW : Priority.HIGH));
      }
    }
  }

  @Test
  void shouldGiveOneObjectUntilTheTicketChanges() {
    Ticket ticket = keep(7);
    long before = offset(7);
    assertThat(reader.kept(7, before).orElseThrow()).isSameAs(ticket);
    scribe.append(new TicketCommand.Prioritise(7, Priority.HIGH));
    assertThat(reader.kept(7, offset(7))).isEmpty();
    assertThat(keep(7).priority()).isEqualTo(Priority.HIGH);
    assertThat(reader.kept(7, before)).isEmpty();
  }

  @Test
  void shouldKeepSoManyAtMost() {
    for (int id = 1; id <= TICKETS; id++) {
      keep(id);
    }
    assertThat(IntStream.rangeClosed(1, TICKETS).filter(this::isKept)).hasSize(ROOM);
    assertThat(IntStream.rangeClosed(TICKETS - ROOM + 1, TICKETS)).allMatch(this::isKept);
  }

  private boolean isKept(int id) {
    return reader.kept(id, offset(id)).isPresent();
  }

  @Test
  void shouldNotGiveWhatWasCutOff() throws Exception {
    keep(TICKETS);
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(8192);
    }
    Waiting.await()
        .until(
            () -> {
              journal.committed();
              JournalException refusal =
                  catchThrowableOfType(JournalException.class, () -> isKept(TICKETS));
              return refusal != null && refusal.kind() == JournalException.Kind.REPLACED;
            });
  }

  /** Another store whose records have the same places. */
  @Test
  void shouldNotGiveWhatAnotherStoreWasWrittenOver() throws Exception {
    keep(7);
    Path other = directory.resolve("other");
    try (Journal another = open(other)) {
      Scribe ofAnother = new Scribe(another);
      ofAnother.append(
          IntStream.rangeClosed(1, TICKETS)
              .mapToObj(id -> Scribe.file("nothing " + id, ""))
              .toArray(TicketCommand[]::new));
      assertThat(ofAnother.tickets().get(6).refs().offset()).isEqualTo(offset(7));
    }
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(Files.readAllBytes(other)));
    }
    assertThat(reader.kept(7, offset(7))).isEmpty();
    assertThat(catchThrowableOfType(JournalException.class, () -> keep(7)).kind())
        .isEqualTo(JournalException.Kind.DAMAGED);
  }
}
