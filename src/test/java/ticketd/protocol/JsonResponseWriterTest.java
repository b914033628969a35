package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import ticketd.ticket.Comment;
import ticketd.ticket.Figures;
import ticketd.ticket.Rejection;
import ticketd.ticket.Resolution;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketDetails;
import ticketd.wire.Format;
import ticketd.wire.JsonLine;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Stats;
import ticketd.wire.Text;
import ticketd.wire.Verb;

class JsonResponseWriterTest {
  private static final ResponseWriter WRITER =
      ResponseWriter.of(Language.FR, Format.JSON, ZoneId.of("Europe/Paris"));
  private static final String NOTHING_MORE =
      ",\"due\":null,\"rating\":null,\"escalated\":false,\"closedAt\":null";
  private static final String NEW =
      "{\"id\":1,\"title\":\"Bug interface\",\"author\":\"Jules\",\"status\":\"open\",\"resolution\":null,"
          + "\"priority\":\"normal\",\"assignee\":null,\"tags\":[],\"createdAt\":\"2026-11-23T10:15:30.123Z\","
          + "\"updatedAt\":\"2026-11-23T10:15:30.123Z\",\"version\":1,\"seq\":17,\"comments\":0"
          + NOTHING_MORE
          + "}";

  private static String written(Consumer<LineBuffer> lines) {
    LineBuffer out = new LineBuffer();
    lines.accept(out);
    assertThat(out.asString()).endsWith("\n");
    return out.asString().substring(0, out.asString().length() - 1);
  }

  private static String written(Response response) {
    return written(out -> WRITER.write(out, response));
  }

  @Test
  void shouldWriteStatusLines() {
    assertThat(written(new Response.Identified("Zoë"))).isEqualTo("{\"ok\":true,\"name\":\"Zoë\"}");
    assertThat(written(new Response.Pong())).isEqualTo("{\"ok\":true}");
    assertThat(written(new Response.Shown())).isEqualTo("{\"ok\":true}");
    assertThat(written(new Response.Bye())).isEqualTo("{\"ok\":true}");
    assertThat(written(new Response.Unwatched())).isEqualTo("{\"ok\":true}");
    assertThat(written(new Response.Listed(3))).isEqualTo("{\"ok\":true,\"count\":3}");
    assertThat(written(new Response.HistoryEnd(0))).isEqualTo("{\"ok\":true,\"count\":0}");
    assertThat(written(new Response.Watching(2, 41)))
        .isEqualTo("{\"ok\":true,\"generation\":2,\"seq\":41}");
    assertThat(written(new Response.LanguageSet(Language.EN)))
        .isEqualTo("{\"ok\":true,\"lang\":\"en\"}");
    assertThat(written(new Response.FormatSet(Format.JSON)))
        .isEqualTo("{\"ok\":true,\"format\":\"json\"}");
    assertThat(written(out -> WRITER.refuse(out, new Rejection.NoSuchTicket(9))))
        .isEqualTo(
            "{\"ok\":false,\"code\":\"not-found\",\"message\":\"le ticket #9 n'existe pas\"}");
  }

  @Test
  void shouldWritePrompts() {
    assertThat(written(out -> WRITER.prompt(out, Text.TITLE_PROMPT)))
        .isEqualTo("{\"prompt\":\"Titre :\"}");
    assertThat(written(out -> WRITER.prompt(out, Text.DESCRIPTION_PROMPT)))
        .isEqualTo("{\"prompt\":\"Description :\"}");
  }

  @Test
  void shouldWriteWhatAChangeLeft() {
    assertThat(written(new Response.Changed(Verb.SENDTICKET, Samples.NEW, true, false)))
        .isEqualTo("{\"ok\":true,\"id\":1,\"version\":1,\"seq\":17}");
    assertThat(written(new Response.Changed(Verb.SENDTICKET, Samples.NEW, true, true)))
        .isEqualTo("{\"ok\":true,\"id\":1,\"version\":1,\"seq\":17,\"duplicate\":true}");
    assertThat(written(new Response.Changed(Verb.EDIT, Samples.NEW, false, false)))
        .isEqualTo("{\"ok\":true,\"id\":1,\"version\":1,\"seq\":17,\"changed\":false}");
    assertThat(written(new Response.Changed(Verb.CLOSE, Samples.NEW, true, true)))
        .isEqualTo(
            "{\"ok\":true,\"id\":1,\"version\":1,\"seq\":17,\"changed\":true,\"duplicate\":true}");
    assertThat(written(new Response.Changed(Verb.TAKE, Samples.NEW, true, false)))
        .isEqualTo(
            "{\"ok\":true,\"id\":1,\"version\":1,\"seq\":17,\"changed\":true,\"ticket\":"
                + NEW
                + "}");
  }

  @Test
  void shouldWriteATicket() {
    assertThat(written(out -> WRITER.ticketLine(out, Samples.NEW))).isEqualTo(NEW);
    assertThat(written(out -> WRITER.ticketLine(out, Samples.IN_PROGRESS)))
        .isEqualTo(
            "{\"id\":7,\"title\":\"Disque plein\",\"author\":\"Jules\",\"status\":\"in-progress\","
                + "\"resolution\":null,\"priority\":\"high\",\"assignee\":\"ana\","
                + "\"tags\":[\"infra\",\"disk\"],\"createdAt\":\"2026-11-23T10:15:30.123Z\","
                + "\"updatedAt\":\"2026-11-24T08:00:00.000Z\",\"version\":4,\"seq\":21,\"comments\":2"
                + NOTHING_MORE
                + "}");
    assertThat(written(out -> WRITER.ticketLine(out, Samples.CLOSED)))
        .contains("\"title\":\"Écran \\\"noir\\\" 😀\"")
        .contains("\"status\":\"closed\",\"resolution\":\"wont-fix\"");
  }

  @Test
  void shouldWriteTheDetailsOfATicket() {
    TicketDetails details =
        new TicketDetails(
            Samples.IN_PROGRESS,
            "l1\nl2\t\"x\"\\",
            List.of(
                new Comment(101, Samples.JULES, "un\n", Samples.FILED_AT),
                new Comment(102, Samples.ANA, "deux", Samples.CHANGED_AT)));
    assertThat(written(out -> WRITER.details(out, details)))
        .isEqualTo(
            "{\"id\":7,\"title\":\"Disque plein\",\"description\":\"l1\\nl2\\t\\\"x\\\"\\\\\","
                + "\"author\":\"Jules\",\"status\":\"in-progress\",\"resolution\":null,"
                + "\"priority\":\"high\",\"assignee\":\"ana\",\"tags\":[\"infra\",\"disk\"],"
                + "\"createdAt\":\"2026-11-23T10:15:30.123Z\",\"updatedAt\":\"2026-11-24T08:00:00.000Z\","
                + "\"version\":4,\"seq\":21,\"comments\":["
                + "{\"n\":101,\"author\":\"Jules\",\"text\":\"un\\n\",\"createdAt\":\"2026-11-23T10:15:30.123Z\"},"
                + "{\"n\":102,\"author\":\"ana\",\"text\":\"deux\",\"createdAt\":\"2026-11-24T08:00:00.000Z\"}],"
                + "\"commentCount\":2"
                + NOTHING_MORE
                + ",\"links\":[],\"notes\":[],\"noteCount\":0}");
  }

  @Test
  void shouldWriteEvents() {
    assertThat(written(out -> WRITER.watchLine(out, Samples.filed(Samples.NEW, "text"), true)))
        .isEqualTo(
            "{\"event\":\"filed\",\"seq\":17,\"id\":1,\"by\":\"Jules\",\"at\":\"2026-11-23T10:15:30.123Z\","
                + "\"ticket\":"
                + NEW
                + ",\"matches\":true}");
    assertThat(
            written(
                out ->
                    WRITER.watchLine(
                        out,
                        Samples.change(new TicketCommand.Comment(1, "a\nb"), Samples.NEW),
                        false)))
        .startsWith(
            "{\"event\":\"commented\",\"seq\":30,\"id\":1,\"by\":\"ana\",\"at\":\"2026-11-24T08:00:00.000Z\","
                + "\"comment\":\"a\\nb\",\"ticket\":{\"id\":1,")
        .endsWith(
            "\"version\":2,\"seq\":30,\"comments\":1" + NOTHING_MORE + "},\"matches\":false}");
    assertThat(
            written(
                out ->
                    WRITER.watchLine(
                        out,
                        Samples.change(
                            new TicketCommand.Close(1, Resolution.FIXED, Optional.of("ok")),
                            Samples.NEW),
                        false)))
        .contains(
            "\"changes\":{\"status\":[\"open\",\"closed\"],\"resolution\":[null,\"fixed\"]},\"comment\":\"ok\",");
    assertThat(
            written(
                out ->
                    WRITER.watchLine(
                        out,
                        Samples.change(TextResponseWriterTest.everything(), Samples.IN_PROGRESS),
                        true)))
        .contains(
            "\"changes\":{\"title\":[\"Disque plein\",\"Vide\"],\"description\":[\"before\",\"after\"],"
                + "\"status\":[\"in-progress\",\"closed\"],\"resolution\":[null,\"duplicate\"],"
                + "\"priority\":[\"high\",\"low\"],\"assignee\":[\"ana\",\"Jules\"],"
                + "\"tags\":[[\"infra\",\"disk\"],[]]},\"ticket\":");
  }

  @Test
  void shouldWriteHistoryAsEventsWithoutAQuery() {
    var recorded = Samples.change(new TicketCommand.Take(1), Samples.NEW);
    assertThat(written(out -> WRITER.historyLine(out, recorded)))
        .isEqualTo(
            written(out -> WRITER.watchLine(out, recorded, true)).replace(",\"matches\":true", ""))
        .doesNotContain("matches")
        .contains("\"event\":\"taken\"")
        .contains("\"assignee\":[null,\"ana\"]");
  }

  @Test
  void shouldWriteTheFiguresOfTheServer() {
    Stats stats =
        new Stats(new Figures(10, 4, 3, 2, 1, 50, 7, "/var/\"t\"", 123_456, "always", 8), 5, 6, 70);
    assertThat(written(new Response.StatsShown(stats)))
        .isEqualTo(
            "{\"ok\":true,\"tickets\":10,\"open\":4,\"inProgress\":3,\"waiting\":2,\"closed\":1,"
                + "\"events\":50,\"generation\":7,\"store\":\"/var/\\\"t\\\"\",\"bytes\":123456,"
                + "\"sync\":\"always\",\"connections\":5,\"watchers\":6,\"uptimeSeconds\":70,\"searchBehind\":8}");
  }

  @Test
  void shouldHelp() {
    assertThat(written(new Response.HelpShown(Optional.of(Verb.PING))))
        .isEqualTo(
            "{\"verb\":\"PING\",\"usage\":\"PING\",\"help\":\"répond PONG\"}\n{\"ok\":true}");
    assertThat(written(new Response.HelpShown(Optional.empty())).lines())
        .hasSize(Verb.values().length + 1);
  }

  @Test
  void shouldWriteLongTextsWhole() {
    String text = "é😀\n".repeat(20_000);
    String line =
        written(out -> WRITER.details(out, new TicketDetails(Samples.NEW, text, List.of())));
    assertThat(line).contains("é😀\\né😀\\n").hasSizeGreaterThan(80_000).doesNotContain("\n");
  }

  @Test
  void shouldBeginAnewBehindALineThatWasBrokenOff() {
    LineBuffer out = new LineBuffer();
    assertThatThrownBy(
            () ->
                JsonLine.write(
                    out,
                    json -> {
                      json.generator().writeFieldName("x");
                      throw new IOException("on purpose");
                    }))
        .hasRootCauseMessage("on purpose");
    LineBuffer next = new LineBuffer();
    WRITER.write(next, new Response.Pong());
    assertThat(next.asString()).isEqualTo("{\"ok\":true}\n");
  }
}
