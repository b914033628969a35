package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;

/** A line that is kept is the one that would be written. */
class KeptLinesTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final int ROOM = 1024;
  private static final int ROUNDS = 5_000;

  private static Ticket ticket(long id, String title, String author) {
    return new Ticket(
        id,
        title,
        Identity.of(author).orElseThrow(),
        Status.OPEN,
        Optional.empty(),
        Priority.NORMAL,
        Optional.empty(),
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        id,
        0);
  }

  private static String shared(ResponseWriter writer, Ticket ticket) {
    LineBuffer out = new LineBuffer().append("before");
    writer.sharedTicketLine(out, ticket);
    return out.asString().substring("before".length());
  }

  private static String own(ResponseWriter writer, Ticket ticket) {
    LineBuffer out = new LineBuffer();
    writer.ticketLine(out, ticket);
    return out.asString();
  }

  /** Of tickets that change, in all forms in turns, by writers of several connections. */
  @Test
  void shouldWriteWhatAWriterByItselfWrites() {
    Random random = Seed.random();
    TicketLines lines = new TicketLines(PARIS);
    List<ResponseWriter> sharing = new ArrayList<>();
    List<ResponseWriter> alone = new ArrayList<>();
    for (int connection = 0; connection < 2; connection++) {
      for (Language language : Language.values()) {
        for (Format format : Format.values()) {
          sharing.add(ResponseWriter.of(language, format, lines));
          alone.add(ResponseWriter.of(language, format, PARIS));
        }
      }
    }
    Ticket[] tickets = new Ticket[20];
    for (int n = 0; n < ROUNDS; n++) {
      int which = random.nextInt(tickets.length);
      if (tickets[which] == null || random.nextInt(4) == 0) {
        // Every other one has to share a slot with the one before.
        long id = 1L + which / 2 + (which % 2) * (long) ROOM;
        String title = random.nextInt(10) == 0 ? "long ".repeat(120) + n : "title " + n;
        tickets[which] = ticket(id, title, "Zoë");
      }
      int writer = random.nextInt(sharing.size());
      assertThat(shared(sharing.get(writer), tickets[which]))
          .isEqualTo(own(alone.get(writer), tickets[which]));
    }
  }

  @Test
  void shouldNotTakeAnEqualTicketForTheSame() {
    ResponseWriter writer = ResponseWriter.of(Language.EN, Format.TEXT, PARIS);
    Ticket small = ticket(1, "a", "ana");
    Ticket capital = ticket(1, "a", "Ana");
    assertThat(small).isEqualTo(capital);
    assertThat(shared(writer, small)).contains("[ana]");
    assertThat(shared(writer, capital)).contains("[Ana]");
  }

  /** Counts what has to be written. */
  private static final class Counting {
    private final KeptLines kept = new KeptLines();
    private int written;

    private void line(Ticket ticket, int length) {
      kept.write(
          new LineBuffer().append("before"),
          ticket,
          (out, of) -> {
            written++;
            out.append("x".repeat(length));
          });
    }
  }

  @Test
  void shouldWriteALineOnceAndKeepNoLongOne() {
    Counting counting = new Counting();
    Ticket ticket = ticket(1, "a", "ana");
    counting.line(ticket, 512);
    counting.line(ticket, 512);
    assertThat(counting.written).isEqualTo(1);
    Ticket other = ticket(2, "a", "ana");
    counting.line(other, 513);
    counting.line(other, 513);
    assertThat(counting.written).isEqualTo(3);
  }

  @Test
  void shouldKeepSoManyAtMost() {
    Counting counting = new Counting();
    List<Ticket> tickets = new ArrayList<>();
    for (int id = 1; id <= ROOM + 50; id++) {
      tickets.add(ticket(id, "a", "ana"));
    }
    tickets.forEach(ticket -> counting.line(ticket, 10));
    counting.written = 0;
    tickets.subList(50, ROOM + 50).forEach(ticket -> counting.line(ticket, 10));
    assertThat(counting.written).isZero();
    tickets.subList(0, 50).forEach(ticket -> counting.line(ticket, 10));
    assertThat(counting.written).isEqualTo(50);
  }
}
