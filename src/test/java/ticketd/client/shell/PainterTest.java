package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Terms;
import ticketd.wire.Language;

class PainterTest {
  private static final RequestLine LIST = RequestLine.parse("LIST");
  private static final String ROW =
      "#7 [Jules] Disque - 01/01/2020 · urgent plein - 23/11/2026 · in-progress · high · @ana · +infra";

  private final Painter plain = new Painter(false);
  private final Painter coloured = new Painter(true);

  private static String withoutColour(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  @Test
  void shouldLeaveARowThatFitsAlone() {
    assertThat(plain.data(LIST, ROW, 120)).isEqualTo(ROW);
    assertThat(withoutColour(coloured.data(LIST, ROW, 120))).isEqualTo(ROW);
  }

  @Test
  void shouldCutTheTitleAlone() {
    String fitted = plain.data(LIST, ROW, 80);

    assertThat(Cells.width(fitted)).isLessThan(80);
    assertThat(fitted)
        .startsWith("#7 [Jules] Disque - 0")
        .endsWith("… - 23/11/2026 · in-progress · high · @ana · +infra");
  }

  @Test
  void shouldCutByCellsNotByCharacters() {
    String row = "#1 [Ana] 日本語のとても長いタイトルです - 2026-11-23";

    String fitted = plain.data(LIST, row, 40);

    assertThat(Cells.width(fitted)).isBetween(37, 39);
    assertThat(fitted).startsWith("#1 [Ana] 日本語").endsWith("… - 2026-11-23");
  }

  @Test
  void shouldColourByMeaning() {
    String row = coloured.data(LIST, ROW, 200);

    assertThat(row)
        .contains("\u001b[33min-progress\u001b[0m")
        .contains("\u001b[33;1mhigh\u001b[0m")
        .contains("\u001b[36m@ana\u001b[0m")
        .contains("- 01/01/2020 · urgent plein");
    assertThat(coloured.status("[ERR] conflict: no")).startsWith("\u001b[31m[ERR]");
    assertThat(coloured.status("[OK] yes")).isEqualTo("[OK] yes");
    assertThat(coloured.data(RequestLine.parse("SHOW 1"), " status: closed", 80))
        .endsWith("\u001b[32mclosed\u001b[0m");
  }

  @Test
  void shouldNotCutTheTitleWhereATicketIsShownAlone() {
    assertThat(plain.data(RequestLine.parse("SHOW 7"), ROW, 40)).isEqualTo(ROW);
  }

  @Test
  void shouldMakeVisibleWhatActsOnATerminal() {
    assertThat(coloured.data(LIST, "#1 [a] x\u001b[2J\u202Ey - 01/01/2026", 80))
        .contains("x<U+001B>[2J<U+202E>y");
    assertThat(plain.event("! 1 #1 [a] filed \u009b2J", Terms.WIRE)).doesNotContain("\u009b");
    assertThat(plain.status("[ERR] bad-text: \u001b]0;x\u0007")).doesNotContain("\u001b", "\u0007");
  }

  @Test
  void shouldShowAnEventWhole() {
    String event = "! 1 #1 [a] filed " + "long ".repeat(60) + "· urgent";

    assertThat(plain.event(event, Terms.WIRE)).isEqualTo(event);
  }

  @Test
  void shouldLeaveJsonWhole() {
    String json = "{\"id\":1,\"title\":\"" + "x".repeat(200) + "\"}";

    assertThat(coloured.data(LIST, json, 40)).isEqualTo(json);
    assertThat(coloured.event(json, Terms.WIRE)).isEqualTo(json);
  }

  @Test
  void shouldShowOfTheAnswerToQuitItsTextAlone() {
    assertThat(Painter.bye((Incoming.Status) Incoming.of("[OK] Déconnexion...")))
        .isEqualTo("Déconnexion...");
    assertThat(Painter.bye((Incoming.Status) Incoming.of("{\"ok\":true}")))
        .isEqualTo("{\"ok\":true}");
  }

  @Test
  void shouldTellEventsInFrenchButLeaveTextsAlone() {
    Terms french = Terms.in(Language.FR);
    assertThat(plain.event("! 2 #2 [Ana] filed Disque · high · high · +web", french))
        .isEqualTo("! 2 #2 [Ana] déposé Disque · haute · haute · +web");
    assertThat(plain.event("! 3 #2 [Ana] filed high", french)).endsWith("déposé high");
    assertThat(
            plain.event(
                "! 4 #2 [Ana] taken status open -> in-progress · assignee - -> Ana", french))
        .isEqualTo("! 4 #2 [Ana] pris statut ouvert -> en cours · assigné à - -> Ana");
    assertThat(plain.event("! 5 #2 [Ana] commented comment a · status open -> closed", french))
        .isEqualTo("! 5 #2 [Ana] commenté commentaire a · status open -> closed");
    assertThat(plain.event("! 6 #2 [Ana] due due - -> 2026-12-01T09:36:01+00:00", french))
        .isEqualTo("! 6 #2 [Ana] échéance échéance - -> 2026-12-01T09:36:01+00:00");
    assertThat(
            plain.event(
                "! 7 #2 [Ana] edited description · assignee open -> high · tags +low -high"
                    + " · links +blocks #3 · title \"tags +a · open\" -> \"b\"",
                french))
        .isEqualTo(
            "! 7 #2 [Ana] modifié description · assigné à open -> high · étiquettes +low -high"
                + " · liens +blocks #3 · titre \"tags +a · open\" -> \"b\"");
    assertThat(plain.event("! 8 #2 [Ana] noted note tags +a", french))
        .isEqualTo("! 8 #2 [Ana] noté note tags +a");
    assertThat(plain.event("! 6 #2 [Ana] taken status open -> in-progress", Terms.WIRE))
        .isEqualTo("! 6 #2 [Ana] taken status open -> in-progress");
  }
}
