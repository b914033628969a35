package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ticketd.testing.Json;
import ticketd.testing.Size;

/**
 * What the pages look like: languages, themes, widths, contrast, paper, the weight of the first.
 */
class BoardLooksIT extends BoardSession {
  private static final List<String> PAGES =
      List.of("/", "/board", "/t/195", "/new", "/stats", "/report?by=tag", "/login");

  /** Whether the lamp and the button for a new ticket stand beside each other. */
  private static final String SHARES_A_LINE =
      "document.querySelector('.bar .primary').getBoundingClientRect().top"
          + " < document.querySelector('.bar .live').getBoundingClientRect().bottom";

  private static final int TICKETS = 200;

  @BeforeAll
  void fill() {
    Desk.fill(site(), TICKETS);
  }

  @Test
  void shouldSpeakTheLanguageOfTheBrowserOrTheOneChosen() {
    ana().go("/board");
    jules().go("/board");
    assertThat(ana().text("main")).contains("In progress").doesNotContain("En cours");
    assertThat(jules().text("main")).contains("En cours").doesNotContain("In progress");
    assertThat(ana().js("document.documentElement.lang")).isEqualTo("en");
    ana().type("?");
    ana().awaitCount("dialog select", 3);
    ana()
        .js(
            "void (s => { s.value = 'fr'; s.dispatchEvent(new Event('change')); })"
                + "(document.querySelectorAll('dialog select')[1])");
    ana().awaitText("main", "En cours");
    ana().reload();
    assertThat(ana().js("document.documentElement.lang")).isEqualTo("fr");
    ana().js("void localStorage.removeItem('lang')");
  }

  @Test
  void shouldPassOverWhatAnotherProgramKeptAtThisAddress() {
    ana().js("void (localStorage.setItem('theme', 'dark'), localStorage.setItem('lang', '7'))");
    ana().go("/board");
    assertThat(ana().text("main")).contains("In progress");
    ana().js("void (localStorage.removeItem('theme'), localStorage.removeItem('lang'))");
  }

  @Test
  void shouldFitTelephonesAndWideScreens() {
    for (String page : PAGES) {
      jules().size(390, 844);
      jules().go(page);
      assertThat(jules().width()).describedAs(page).isLessThanOrEqualTo(390);
      jules().size(2560, 844);
      assertThat(jules().width()).describedAs(page).isLessThanOrEqualTo(2560);
    }
    jules().size(800, 844);
    jules().go("/");
    jules().awaitCount(".side li", 2);
    assertThat(jules().width()).isLessThanOrEqualTo(800);
    assertThat((long) jules().js("document.querySelector('.row .what').clientWidth"))
        .isGreaterThan(150);
    long id = zed().file("{\"title\":\"long tag\",\"tags\":[\"" + "w".repeat(32) + "\"]}");
    jules().size(390, 844);
    jules().go("/t/" + id);
    assertThat(jules().width()).isLessThanOrEqualTo(390);
    jules().js("void localStorage.setItem('me', '{\"name\":\"Jules Martin-Dupont\"}')");
    jules().go("/board");
    assertThat(jules().isTrue(SHARES_A_LINE)).isTrue();
    jules().js("void localStorage.setItem('me', '{\"name\":\"Jules\"}')");
    assertThat(jules().isTrue("document.querySelector('.column:nth-child(2)').checkVisibility()"))
        .isFalse();
    jules().element(".tabs button:nth-child(2)").click();
    assertThat(jules().isTrue("document.querySelector('.column:nth-child(2)').checkVisibility()"))
        .isTrue();
    jules().size(1280, 800);
  }

  @Test
  void shouldBeReadableInBothThemes() {
    for (String page : PAGES) {
      ana().go(page);
      for (String scheme : List.of("light", "dark")) {
        ana().media("screen", scheme);
        assertThat(ana().pale()).describedAs(page + " " + scheme).isEqualTo(List.of());
      }
    }
    assertThat(ana().js("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo("rgb(20, 23, 28)");
    ana().js("void localStorage.setItem('theme', '\"light\"')");
    ana().reload();
    assertThat(ana().js("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    ana().js("void localStorage.removeItem('theme')");
    ana().media("screen", "light");
  }

  @Test
  void shouldPrintTicketsWithoutTheTools() {
    ana().go("/t/195");
    ana().media("print", "dark");
    for (String tool : List.of("#top", ".buttons", ".comment", ".edit")) {
      assertThat(ana().js("document.querySelector(arguments[0]).checkVisibility()", tool))
          .describedAs(tool)
          .isEqualTo(false);
    }
    assertThat(ana().isTrue("document.querySelector('h1').checkVisibility()")).isTrue();
    ana().media("screen", "light");
  }

  @Test
  void shouldPaintTheFirstPageFromFewAndSmallAnswers() {
    ana().go("/");
    ana().awaitCount(".row", 100);
    String before =
        "performance.getEntriesByType('resource').filter((e) => e.startTime <="
            + " performance.getEntriesByType('resource').find((e) => e.name.includes('/tickets')).startTime)";
    assertThat((long) ana().js(before + ".length + 1")).isLessThanOrEqualTo(5);
    assertThat(
            (long)
                ana()
                    .js(
                        before
                            + ".concat(performance.getEntriesByType('navigation'))"
                            + ".reduce((sum, e) => sum + e.encodedBodySize + 300, 0)"))
        .isBetween(1L, 60_000L);
  }

  /** Every build takes the first few pictures. */
  @Test
  void shouldLookAsTheDocumentShows() {
    List<Shot> shots =
        List.of(
            new Shot(ana(), "/", "light", "list-en"),
            new Shot(jules(), "/board", "light", "board-fr"),
            new Shot(jules(), "/?q=-status:closed", "dark", "list-fr-dark"),
            new Shot(ana(), "/board", "dark", "board-en-dark"),
            new Shot(ana(), "/t/195", "light", "ticket-en"),
            new Shot(jules(), "/t/195", "dark", "ticket-fr-dark"),
            new Shot(jules(), "/stats", "light", "stats-fr"),
            new Shot(ana(), "/report?by=week", "light", "report-en"),
            new Shot(jules(), "/report?by=assignee", "dark", "report-fr-dark"));
    int taken = Size.of("pictures", 2, shots.size());
    for (Shot shot : shots.subList(0, taken)) {
      shot.take();
    }
    ana().size(390, 844);
    ana().picture("/", "dark", "telephone-en-dark");
    ana().size(1280, 800);
    assertThat(Picture.FOLDER.resolve("list-en.png")).isNotEmptyFile();
  }

  /** What a picture of the document shows. */
  private record Shot(Browser browser, String page, String scheme, String name) {
    void take() {
      browser.picture(page, scheme, name);
    }
  }

  /** A desk that has been in use for a while. */
  private static final class Desk {
    private static final List<String> TITLES =
        List.of(
            "Disk full on web3",
            "Le bouton « Envoyer » ne répond pas",
            "Login loops after the password was changed",
            "Imprimante du 3e étage hors ligne",
            "Backup of db2 is three days old",
            "Rotate the mailer's log",
            "VPN drops every hour on macOS",
            "Certificat expiré sur l’intranet",
            "Search is slow with accents",
            "Export CSV: empty column “assignee”",
            "Onboarding: laptop for Mei",
            "Page <title> shows markup as text",
            "Accès au partage « Compta » refusé");

    private static final List<String> PEOPLE = List.of("Ana", "Jules", "Zoé", "Karim", "Mei");
    private static final List<String> PRIORITIES =
        List.of("normal", "high", "normal", "low", "normal", "urgent", "normal");

    static void fill(Site site, int tickets) {
      StringBuilder batch = new StringBuilder("[");
      for (int i = 0; i < tickets; i++) {
        String tags = i % 4 == 0 ? "[\"infra\"]" : i % 4 == 1 ? "[\"ui\",\"print\"]" : "[]";
        batch
            .append(i == 0 ? "" : ",")
            .append("{\"verb\":\"SENDTICKET\",\"title\":")
            .append(Json.quoted(TITLES.get(i % TITLES.size())))
            .append(",\"description\":\"It began on Monday, after the update.\\nSee #12.\"")
            .append(",\"priority\":\"" + PRIORITIES.get(i % PRIORITIES.size()) + "\"")
            .append(",\"tags\":" + tags + "}");
      }
      site.zed().send("POST", "/batch", batch.append(']').toString());
      for (int i = 1; i <= tickets; i++) {
        String person = PEOPLE.get(i % PEOPLE.size());
        Api api = Api.named(site.base(), person);
        if (i % 3 == 0) {
          api.send("POST", "/tickets/" + i + "/take", "");
        }
        if (i % 5 == 0) {
          api.comment(i, "I can reproduce it.\nIt takes two minutes.");
        }
        if (i % 7 == 0) {
          api.status(i, "waiting");
        }
        if (i % 4 == 3) {
          api.send(
              "POST", "/tickets/" + i + "/close", "{\"resolution\":\"fixed\",\"text\":\"Done.\"}");
        }
        if (i % 6 == 0) {
          api.send("PUT", "/tickets/" + i + "/due", i % 12 == 0 ? "2026-01-31" : "+" + i + "h");
        }
      }
      site.zed().send("POST", "/tickets/194/links", "{\"type\":\"blocks\",\"id\":198}");
      site.zed().send("POST", "/tickets/195/links", "{\"type\":\"relates\",\"id\":192}");
      site.zed().send("POST", "/tickets/195/notes", "The same part as in March.");
      site.zed().send("PUT", "/saved/infra-open", "tag:infra is:open");
      site.zed().send("PUT", "/saved/this-week", "due:+7d is:open");
    }
  }
}
