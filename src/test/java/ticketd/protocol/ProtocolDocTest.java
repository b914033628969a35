package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.ticket.Comment;
import ticketd.ticket.EventKind;
import ticketd.ticket.Figures;
import ticketd.ticket.TicketDetails;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Member;
import ticketd.wire.StatNames;
import ticketd.wire.Stats;
import ticketd.wire.Verb;

/** Holds {@code docs/protocol.md} to the code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolDocTest {
  private List<String> doc = List.of();

  @BeforeAll
  void read() throws IOException {
    doc = Files.readAllLines(Path.of("docs", "protocol.md"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void shouldSayWhatToDoAboutEveryError(ErrorCode code) {
    List<String> rows =
        doc.stream().filter(line -> line.startsWith("| `" + code.wireName() + "` |")).toList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).endsWith(code.closes() ? "| closed |" : "| kept |");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void shouldDescribeEveryVerb(Verb verb) {
    assertThat(doc)
        .anyMatch(
            line ->
                line.startsWith("`" + verb.name())
                    || (line.startsWith("`") && line.contains(", `" + verb.name())));
    if (verb.changesTickets()) {
      assertThat(doc).anyMatch(line -> line.startsWith("`" + verb.name()) && line.endsWith("*"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Verb.class,
      names = {"SENDTICKET", "COMMENT", "EDIT"})
  void shouldNameTheMembersOfEveryObjectThatALineMayHold(Verb verb) {
    int first = 0;
    while (!(doc.get(first).startsWith("`" + verb.name()) && doc.get(first).contains("{"))) {
      first++;
    }
    int last = first;
    while (!doc.get(last).isEmpty()) {
      last++;
    }
    String paragraph = String.join(" ", doc.subList(first, last));
    for (Member member : verb.members()) {
      assertThat(paragraph).containsAnyOf("`" + member.wireName(), "\"" + member.wireName());
    }
  }

  @ParameterizedTest
  @EnumSource(EventKind.class)
  void shouldNameEveryEventThatIsShown(EventKind kind) {
    String events =
        doc.stream().filter(line -> line.startsWith("Events: ")).findAny().orElseThrow();
    assertThat(events.contains("`" + kind.wireName() + "`")).isEqualTo(kind != EventKind.NOOP);
  }

  @Test
  void shouldNameEveryFigure() {
    String text = String.join("\n", doc);
    StatNames.visit(
        new Stats(new Figures(0, 0, 0, 0, 0, 0, 0, "", 0, "", 0), 0, 0, 0),
        (name, camelCase, value) -> assertThat(text).contains("`" + name + "`"));
  }

  @Test
  void shouldShowTheTicketThatTheWriterWrites() {
    var ticket =
        new ticketd.ticket.Ticket(
            7,
            Samples.IN_PROGRESS.title(),
            Samples.JULES,
            Samples.IN_PROGRESS.status(),
            Samples.IN_PROGRESS.resolution(),
            Samples.IN_PROGRESS.priority(),
            Samples.IN_PROGRESS.assignee(),
            List.of("infra"),
            Samples.FILED_AT,
            Samples.CHANGED_AT,
            3,
            19,
            1);
    LineBuffer out = new LineBuffer();
    ResponseWriter writer = ResponseWriter.of(Language.FR, Format.TEXT, ZoneId.of("Europe/Paris"));
    writer.details(
        out,
        new TicketDetails(
            ticket,
            "The description, each of its lines behind two spaces.",
            List.of(new Comment(1, Samples.ANA, "Vu.", Samples.CHANGED_AT))));
    writer.write(out, new Response.Shown());
    assertThat(String.join("\n", doc)).contains("```\n" + out.asString() + "```");
  }
}
