package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Characters;
import ticketd.ticket.Comment;
import ticketd.ticket.Decision;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Resolution;
import ticketd.ticket.Stamp;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Verb;

/** Random tickets and changes: whatever they hold, what is written keeps to the reply grammar. */
class WriterFuzzTest {
  private static final int ROUNDS = Size.of("rounds", 3_000, 8_000);
  private static final List<String> NASTY =
      List.of("[OK]", "[ERR] x: y", "! 1 #1 ", "{\"ok\":true}", "\t", " ", "\"", "\\", "😀", "é");

  private final Random random = Seed.random();

  private String text(boolean lineFeeds) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(8); n > 0; n--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(NASTY.get(random.nextInt(NASTY.size())));
        case 1 -> text.append(lineFeeds ? "\n" : "x");
        case 2 -> text.append((char) ('!' + random.nextInt(90)));
        default -> text.appendCodePoint(accepted());
      }
    }
    return text.toString();
  }

  private int accepted() {
    while (true) {
      int point = random.nextInt(random.nextBoolean() ? 0x3000 : 0x110000);
      if (Characters.isAccepted(point)) {
        return point;
      }
    }
  }

  private String title() {
    String title = text(false).replace("\t", "").strip();
    return title.isEmpty() ? "[OK]" : title;
  }

  private Identity name() {
    return Identity.of(random.nextBoolean() ? "Jules Martin" : "Zoë " + random.nextInt(9))
        .orElseThrow();
  }

  private <E> E any(E[] values) {
    return values[random.nextInt(values.length)];
  }

  private List<String> tags() {
    List<String> tags = new ArrayList<>(List.of("a", "b.c", "d"));
    tags.removeIf(tag -> random.nextBoolean());
    return tags;
  }

  private Ticket ticket() {
    Status status = any(Status.values());
    return new Ticket(
        1 + random.nextInt(1_000_000),
        title(),
        name(),
        status,
        status == Status.CLOSED ? Optional.of(any(Resolution.values())) : Optional.empty(),
        any(Priority.values()),
        random.nextBoolean() ? Optional.of(name()) : Optional.empty(),
        tags(),
        instant(),
        instant(),
        1 + random.nextInt(100),
        1 + random.nextInt(1_000_000),
        random.nextInt(5));
  }

  private Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
  }

  private Recorded change(Ticket ticket) {
    Stamp stamp = new Stamp(name(), instant(), random.nextInt(1_000_000));
    if (random.nextInt(4) == 0) {
      return new Recorded(stamp, new TicketEvent.Filed(ticket, text(true)));
    }
    TicketCommand.Patch patch =
        new TicketCommand.Patch(
            maybe(title()),
            maybe(text(true)),
            maybe(any(Priority.values())),
            maybe(new TicketCommand.Assignment(maybe(name()))),
            maybe(tags()),
            Optional.empty(),
            Optional.empty());
    TicketCommand.OnTicket command =
        random.nextBoolean()
            ? new TicketCommand.Edit(ticket.id(), patch, OptionalLong.empty())
            : new TicketCommand.Close(ticket.id(), any(Resolution.values()), maybe(text(true)));
    Decision decision = TicketRules.decide(command, ticket, () -> text(true), stamp);
    return new Recorded(
        stamp,
        decision instanceof Decision.Accepted accepted
            ? accepted.event()
            : new TicketEvent.Noop(ticket));
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private List<Comment> comments() {
    List<Comment> comments = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      comments.add(new Comment(n, name(), text(true), instant()));
    }
    return comments;
  }

  @Test
  void shouldKeepToTheGrammar() {
    List<ResponseWriter> writers = new ArrayList<>();
    for (Language language : Language.values()) {
      for (Format format : Format.values()) {
        writers.add(ResponseWriter.of(language, format, ZoneId.of("America/St_Johns")));
      }
    }
    for (int n = 0; n < ROUNDS; n++) {
      int which = random.nextInt(writers.size());
      try {
        assertGrammar(writers.get(which), Format.values()[which % Format.values().length]);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("round " + n, e);
      }
    }
  }

  private void assertGrammar(ResponseWriter writer, Format format) {
    Ticket ticket = ticket();
    Recorded recorded = change(ticket);
    LineBuffer line = new LineBuffer();
    writer.ticketLine(line, ticket);
    ReplyGrammar.assertDataLine(line, format);
    line.clear();
    writer.historyLine(line, recorded);
    ReplyGrammar.assertDataLine(line, format);
    line.clear();
    writer.watchLine(line, recorded, random.nextBoolean());
    ReplyGrammar.assertDataLine(line, format);
    assertThat(
            ResponseReader.kindOf(
                line.asString().substring(0, line.asString().length() - 1), format))
        .isEqualTo(ResponseReader.Kind.EVENT);

    LineBuffer show = new LineBuffer();
    writer.details(show, new TicketDetails(ticket, text(true), comments()));
    writer.write(show, new Response.Shown());
    ReplyGrammar.assertReply(show, format);

    LineBuffer reply = new LineBuffer();
    Verb verb = any(Verb.values());
    writer.write(
        reply,
        verb.changesTickets()
            ? new Response.Changed(verb, ticket, random.nextBoolean(), random.nextBoolean())
            : new Response.HelpShown(maybe(verb)));
    ReplyGrammar.assertReply(reply, format);
  }
}
