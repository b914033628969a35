package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Times;
import ticketd.protocol.Json;
import ticketd.wire.Language;

class EventRowTest {
  private static final String DUE = "2026-12-01T09:36:01.286Z";

  private static Json event(String event, String more) {
    return Json.parse(
        "{\"event\":\""
            + event
            + "\",\"seq\":7,\"id\":1,\"by\":\"ana\",\"at\":\""
            + DUE
            + "\","
            + more
            + "}");
  }

  private static String said(Language language, Json event) {
    return EventRow.of(event, Texts.in(language), false).what().stream()
        .map(Cell::text)
        .collect(Collectors.joining());
  }

  private static String told(Json event) {
    String[] columns = EventRow.of(event, false).columns().split("\t", -1);
    return columns[columns.length - 1];
  }

  @Test
  void shouldTellAPersonMomentsLinksAndRatingsInWords() {
    Json due = event("due", "\"changes\":{\"due\":[null,\"" + DUE + "\"]}");
    assertThat(said(Language.EN, due)).isEqualTo("due - -> " + new Times(Language.EN).show(DUE));
    assertThat(said(Language.FR, due))
        .isEqualTo("échéance - -> " + new Times(Language.FR).show(DUE));
    assertThat(told(due)).isEqualTo("due - -> " + DUE);

    String link = "{\"type\":\"blocks\",\"id\":3}";
    String both = "[" + link + ",{\"type\":\"relates\",\"id\":4}]";
    Json linked = event("linked", "\"changes\":{\"links\":[[" + link + "]," + both + "]}");
    assertThat(said(Language.EN, linked)).isEqualTo("links blocks #3 -> blocks #3, relates to #4");
    assertThat(said(Language.FR, linked)).isEqualTo("liens bloque #3 -> bloque #3, lié à #4");
    assertThat(told(linked)).startsWith("links " + link + " -> " + link + ",");

    Json rated =
        event(
            "rated",
            "\"changes\":{\"rating\":[null,"
                + "{\"responsiveness\":5,\"competence\":4,\"satisfaction\":3}]},\"comment\":\"ok\"");
    assertThat(said(Language.EN, rated)).isEqualTo("rating - -> 5 4 3 · comment ok");
  }

  private static String behindName(Language language, Json event) {
    return EventRow.of(event, Texts.in(language), false).behindName().stream()
        .map(Cell::text)
        .collect(Collectors.joining());
  }

  @Test
  void shouldNotNameTheFieldAgainThatAnEventIsNamedAfter() {
    Json moved = event("status", "\"changes\":{\"status\":[\"open\",\"waiting\"]}");
    assertThat(behindName(Language.EN, moved)).isEqualTo("open -> waiting");
    assertThat(behindName(Language.FR, moved)).isEqualTo("ouvert -> en attente");
    assertThat(told(moved)).isEqualTo("status open -> waiting");

    Json raised = event("prioritised", "\"changes\":{\"priority\":[\"normal\",\"high\"]}");
    assertThat(behindName(Language.FR, raised)).isEqualTo("normale -> haute");
    Json given = event("assigned", "\"changes\":{\"assignee\":[null,\"Ana\"]}");
    assertThat(behindName(Language.EN, given)).isEqualTo("- -> Ana");

    Json escalated = event("escalated", "\"changes\":{\"priority\":[\"normal\",\"high\"]}");
    assertThat(behindName(Language.EN, escalated)).isEqualTo("priority normal -> high");
    Json both =
        event(
            "assigned",
            "\"changes\":{\"assignee\":[null,\"Ana\"],\"status\":[\"open\",\"waiting\"]}");
    assertThat(behindName(Language.EN, both)).startsWith("assignee - -> Ana · status");
    Json commented = event("commented", "\"comment\":\"x\"");
    assertThat(behindName(Language.EN, commented)).isEqualTo("comment x");
  }

  @Test
  void shouldCallANoteOneToAPerson() {
    Json noted = event("noted", "\"comment\":\"a\\nb\",\"internal\":true");
    assertThat(said(Language.EN, noted)).isEqualTo("note a ⏎ b");
    assertThat(told(noted)).isEqualTo("comment a ⏎ b");
  }
}
