package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import ticketd.testing.Json;

/** Two people work on the board, Ana in English and Jules in French, beside Zed's changes. */
class BoardIT extends BoardSession {
  private static final String COMMENT = ".comment textarea";

  private long file(String title) {
    return zed().file("{\"title\":" + Json.quoted(title) + "}");
  }

  private static String at(long id) {
    return "[data-id='" + id + "']";
  }

  private static String in(String status, long id) {
    return ".column[data-status='" + status + "'] " + at(id);
  }

  private void awaitStored(long id, String member, Object value) {
    await().untilAsserted(() -> assertThat(zed().ticket(id)).containsEntry(member, value));
  }

  @Test
  void shouldShowWhatTheOtherDoes() {
    ana().go("/");
    jules().go("/new").type("Écran noir", Keys.TAB, "Depuis lundi.").control(Keys.ENTER);
    jules().awaitTrue("location.pathname.startsWith('/t/')");
    long id = Long.parseLong(jules().path().substring("/t/".length()));
    ana().awaitText(at(id) + " .title", "Écran noir");
    jules().awaitCount("article", 1);
    jules().type("c").type("Je regarde.").control(Keys.ENTER);
    ana().awaitText(at(id) + " .comments", "1");
    zed().status(id, "waiting");
    ana().awaitText(at(id) + " .status", "Waiting");
    jules().awaitText("aside", "En attente");
    jules().awaitText(".timeline li:last-child", "Zed");
    assertThat(jules().text(".timeline .said")).contains("Je regarde.");
  }

  @Test
  void shouldAnnounceWhatIsNewAndPutNothingUnderThePointer() {
    file("the first row");
    ana().go("/");
    ana().hover(".row");
    String before = ana().text(".row .title");
    for (int i = 0; i < 3; i++) {
      file("new " + i);
    }
    ana().awaitText(".news", "3 new");
    ana().awaitText("#say", "3 new");
    assertThat(ana().text(".row .title")).isEqualTo(before);
    ana().click(".news");
    ana().awaitText(".row .title", "new 2");
    ana().awaitCount(".news", 0);
  }

  @Test
  void shouldKeepAHalfTypedCommentBesideTwentyEventsAndAReload() {
    long id = file("busy");
    ana().go("/t/" + id).type("c").type("Half a sent");
    for (int i = 0; i < 20; i++) {
      zed().comment(id, "noise " + i);
    }
    ana().awaitCount(".timeline .said", 20);
    ana().type("ence");
    assertThat(ana().js("document.activeElement.value")).isEqualTo("Half a sentence");
    ana().reload();
    assertThat(ana().js("document.querySelector(arguments[0]).value", COMMENT))
        .isEqualTo("Half a sentence");
    ana().focus(COMMENT);
    ana().type(".").control(Keys.ENTER);
    ana().awaitCount(".timeline .said", 21);
    assertThat(ana().text(".timeline li:last-child .prose")).isEqualTo("Half a sentence.");
    ana().awaitTrue("document.querySelector('" + COMMENT + "').value === ''");
  }

  @Test
  void shouldCarryOutOnceWhatGotNoAnswer() {
    long id = file("answer lost");
    ana().go("/t/" + id);
    ana()
        .js(
            "void (window.real = fetch, window.fetch = async (...how) => {"
                + " const answer = await real(...how);"
                + " if (how[1]?.method !== 'POST' || window.lost) return answer;"
                + " window.lost = true; throw new TypeError('lost'); })");
    ana().type("c").type("only once").control(Keys.ENTER);
    ana().awaitTrue("window.lost");
    ana().awaitTrue("document.querySelector('" + COMMENT + "').value === ''");
    assertThat(zed().ticket(id)).containsEntry("commentCount", 1L);
    assertThat(ana().count(".timeline .said")).isEqualTo(1);
  }

  @Test
  void shouldBeLiveWhereThereIsNothingToShow() {
    ana().go("/t/999999");
    ana().awaitText(".empty", "there is no ticket #999999");
  }

  @Test
  void shouldAskForANameInPlace() {
    long id = file("asks who");
    ana().go("/t/" + id);
    ana().promised("fetch('/api/v1/session', { method: 'DELETE' })");
    ana().js("void localStorage.removeItem('me')");
    ana().type("c").type("from somebody").control(Keys.ENTER);
    ana().awaitCount("dialog input", 1);
    assertThat(ana().path()).isEqualTo("/t/" + id);
    ana().type("Ana", Keys.ENTER);
    ana().awaitText(".timeline .said", "from somebody");
    ana().awaitText(".timeline .said", "Ana");
    ana().awaitText(".me", "Ana");
    ana().awaitTrue("document.querySelector('" + COMMENT + "').value === ''");
    assertThat(zed().ticket(id)).containsEntry("commentCount", 1L);
  }

  @Test
  void shouldMoveCardsByPointerMenuAndKeys() {
    long id = file("moves");
    ana().go("/board");
    jules().go("/board");
    ana().awaitCount(in("open", id), 1);
    ana().drag(at(id), ".column[data-status=waiting]");
    jules().awaitCount(in("waiting", id), 1);
    awaitStored(id, "status", "waiting");
    ana().awaitCount(in("waiting", id), 1);

    ana().focus(at(id) + " .title");
    ana().type("<");
    ana().awaitCount(in("in-progress", id), 1);
    awaitStored(id, "status", "in-progress");
    assertThat(ana().isTrue("document.activeElement.closest(\"" + at(id) + "\")"))
        .describedAs("the focus moved with the card")
        .isTrue();

    ana().element(at(id) + " .move").click();
    ana().awaitCount("dialog[open]", 1);
    // From where it is, in progress.
    ana().type(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN);
    ana().type(Keys.ENTER);
    awaitStored(id, "resolution", "wont-fix");
    jules().awaitText(in("closed", id), "Sans suite");
  }

  @Test
  void shouldSpringBackWithTheReasonWhenAMoveIsRefused() {
    long id = file("closed already");
    zed().status(id, "closed");
    ana().go("/board");
    for (boolean reduced : new boolean[] {false, true}) {
      ana().motion(reduced);
      ana().js("void document.querySelectorAll('.notice').forEach((notice) => notice.remove())");
      ana().drag(at(id), ".column[data-status=waiting]");
      ana().awaitText(".notice.error", "the ticket #" + id + " is closed (fixed)");
      ana().awaitCount(in("closed", id), 1);
      ana().awaitCount(".refused", 0);
    }
    ana().motion(false);
    assertThat(zed().ticket(id)).containsEntry("version", 2L);
  }

  @Test
  void shouldShowTheirsBesideMine() {
    long id = file("draft");
    ana().go("/t/" + id).type("e");
    ana().awaitCount(".title input", 1);
    ana().type(Keys.END, " of mine");
    zed().comment(id, "this changes the version, not the title");
    ana().awaitCount(".timeline .said", 1);
    zed().send("PATCH", "/tickets/" + id, "{\"title\":\"theirs\"}");
    ana().awaitText(".conflict", "theirs");
    assertThat(ana().text(".conflict div:nth-of-type(1)")).contains("draft of mine");
    assertThat(ana().text(".conflict button:nth-of-type(1)")).isEqualTo("Keep mine");
    ana().element(".conflict button").click();
    awaitStored(id, "title", "draft of mine");
    ana().awaitText("h1", "draft of mine");
  }

  @Test
  void shouldBeToldOfAConflictThatTheStreamHasNotToldYet() {
    long id = file("quick");
    ana().go("/t/" + id).type("e");
    ana().awaitCount(".title input", 1);
    // The stream's events are held back: only the refusal tells.
    ana().js("void (window.EventSource, BroadcastChannel.prototype.postMessage = () => {})");
    ana().type(Keys.END, "er");
    zed().send("PATCH", "/tickets/" + id, "{\"title\":\"slow\"}");
    ana().type(Keys.ENTER);
    ana().awaitText(".conflict", "slow");
    assertThat(ana().text(".conflict")).contains("quicker");
    assertThat(zed().ticket(id)).containsEntry("title", "slow");
  }

  @Test
  void shouldSaveBesideSomebodyElsesOtherChange() {
    long id = file("quiet");
    ana().go("/t/" + id).type("e");
    ana().awaitCount(".title input", 1);
    zed().comment(id, "beside");
    ana().type(Keys.END, "er", Keys.ENTER);
    awaitStored(id, "title", "quieter");
  }

  @Test
  void shouldActOnAllThatAreSelected() {
    List<Long> ids = List.of(file("bulk one"), file("bulk two"), file("bulk three"));
    zed().status(ids.get(0), "closed");
    ana().go("/?q=bulk");
    ana().awaitCount(".row", 3);
    ana().type("j").type("x").type("j").type("x").type("j").type("x");
    ana().awaitText(".bulk", "3 selected");
    ana().type("t");
    ana().awaitText(".notice.error", "2 tickets changed · 1 refused");
    assertThat(ana().text(".notice.error")).contains("is closed (fixed)");
    for (long id : ids.subList(1, 3)) {
      assertThat(zed().ticket(id)).containsEntry("assignee", "Ana");
      ana().awaitText(at(id) + " .who", "Ana");
    }
    ana().awaitText(".bulk", "1 selected");
  }

  @Test
  void shouldMarkWhatLeftTheViewAndAddWhatEnters() {
    long leaves = file("view leaves");
    long enters = file("view enters");
    zed().status(enters, "waiting");
    ana().go("/?q=view status:open");
    ana().awaitCount(".row", 1);
    zed().status(leaves, "waiting");
    ana().awaitCount(".row.gone" + at(leaves), 1);
    zed().status(enters, "open");
    ana().awaitCount(".row:not(.gone)" + at(enters), 1);
  }

  @Test
  void shouldCompleteTheQueryAndTellWhatIsWrongWithIt() {
    ana().go("/").type("/").type("sta");
    ana().awaitText(".offers", "status:");
    ana().type(Keys.ARROW_DOWN, Keys.ENTER).type("wai");
    ana().awaitText(".offers", "status:waiting");
    ana().type(Keys.ARROW_DOWN, Keys.TAB, Keys.ENTER);
    ana().awaitTrue("location.search === '?q=status%3Awaiting'");
    ana().go("/").type("/").type("\"paper jam\" pri");
    ana().awaitText(".offers", "priority:");
    jules().load("/?q=stauts:open");
    jules().awaitText(".empty", "critère inconnu « stauts: »");
    assertThat(jules().isTrue("document.querySelector('.more').checkVisibility()")).isFalse();
  }

  @Test
  void shouldDoNothingByKeyWhileOneTypesOrWhenKeysAreOff() {
    ana().go("/").type("/").type("g").type("b").type("n").type("?");
    assertThat(ana().path()).isEqualTo("/");
    assertThat(ana().js("document.activeElement.value")).isEqualTo("gbn?");
    ana().type(Keys.ESCAPE).type(Keys.ESCAPE).type("?");
    ana().awaitText("dialog", "Keys and preferences");
    ana().js("void (localStorage.setItem('keys', '\"off\"'))");
    ana().type(Keys.ESCAPE);
    ana().awaitCount("dialog", 0);
    ana().type("?").type("n");
    assertThat(ana().path()).isEqualTo("/");
    ana().js("void localStorage.removeItem('keys')");
    ana().type("g").type("b");
    ana().awaitTrue("location.pathname === '/board'");
  }

  @Test
  void shouldShowAndSetWhenATicketIsDue() {
    long id = file("due some day");
    zed().send("PUT", "/tickets/" + id + "/due", "2020-02-03");
    ana().go("/");
    ana().awaitText(at(id) + " .late", "Overdue");
    jules().go("/board");
    jules().awaitText(at(id) + " .late", "En retard");
    ana().focus(at(id) + " .title");
    ana().type("d");
    ana().awaitCount("dialog[open]", 1);
    ana().type("+2w", Keys.ENTER);
    ana().awaitText(at(id) + " .due:not(.late)", "in 14 days");
    jules().awaitText(at(id) + " .due:not(.late)", "dans 14");
    ana().go("/t/" + id);
    ana().click("[data-field=due] button");
    ana().awaitCount("dialog[open]", 1);
    ana().type("None", Keys.ENTER);
    await().until(() -> String.valueOf(zed().ticket(id).get("due")).equals("null"));
    ana().awaitText(".timeline li:last-child", "Due");
  }

  @Test
  void shouldLinkTicketsAndTellWhichAreBlocked() {
    long first = file("must be done first");
    long held = file("waits for the first");
    ana().go("/t/" + held);
    ana().click("[data-field=links] button");
    ana().awaitText("dialog", "Blocked by");
    ana().type("j", Keys.ENTER);
    ana().awaitCount("dialog input", 1);
    ana().type("#" + first, Keys.ENTER);
    ana().awaitText("[data-field=links]", "Blocked by #" + first);
    ana().awaitCount("article.blocked", 1);
    jules().go("/");
    jules().awaitCount(".row.blocked" + at(held), 1);
    jules().go("/board");
    jules().awaitCount(".card.blocked" + at(held), 1);
    zed().status(first, "closed");
    jules().awaitCount(".card.blocked" + at(held), 0);
    ana().awaitCount("article.blocked", 0);
    ana().click("[data-field=links] .link button");
    await().untilAsserted(() -> assertThat(ana().count(".link")).isZero());
    assertThat(zed().ticket(held)).containsEntry("links", List.of());
  }

  @Test
  void shouldCloseADuplicateBesideItsLinkAndReopenIt() {
    long original = file("the original");
    long copy = file("the copy");
    ana().go("/t/" + copy).type("s");
    ana().awaitCount("dialog[open]", 1);
    ana().type(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ENTER);
    ana()
        .awaitTrue(
            "document.querySelector('dialog input')?.placeholder.startsWith('Duplicate of')");
    ana().type("" + original, Keys.ENTER);
    awaitStored(copy, "resolution", "duplicate");
    ana().awaitText("[data-field=links]", "Duplicates #" + original);
    ana().awaitText("[data-field=status]", "Closed");
    ana().type("s");
    ana().awaitText("dialog", "Reopen");
    ana().type(Keys.ENTER);
    awaitStored(copy, "status", "open");
    // A menu begins where the ticket is.
    ana().awaitText("[data-field=status]", "Open");
    ana().type("p");
    ana().awaitTrue("document.activeElement.textContent === 'Normal'");
    ana().type("j", Keys.ENTER);
    awaitStored(copy, "priority", "low");
  }

  @Test
  void shouldKeepAnInternalNoteApart() {
    long id = file("noted");
    ana().go("/t/" + id).type("c").type("between us");
    ana().click(".buttons button:nth-child(3)");
    ana().awaitText(".timeline .internal", "between us");
    ana().awaitTrue("document.querySelector('" + COMMENT + "').value === ''");
    assertThat(zed().ticket(id)).containsEntry("commentCount", 0L).containsEntry("noteCount", 1L);
  }

  @Test
  void shouldKeepQueriesAtTheSide() {
    long id = file("kept in view");
    ana().go("/?q=kept is:open");
    ana().click(".tools button.quiet");
    ana().awaitCount("dialog input", 1);
    ana().type("mornings", Keys.ENTER);
    ana().awaitTrue("location.search === '?q=saved%3Amornings'");
    ana().awaitCount(".row" + at(id), 1);
    ana().awaitText(".side [aria-current]", "mornings");
    assertThat(zed().send("GET", "/saved/mornings", "")).contains("kept is:open");
    zed().status(id, "closed");
    ana().awaitCount(".row.gone" + at(id), 1);
    jules().go("/");
    jules().awaitText(".side a", "mornings");
    jules().click(".side button");
    jules().awaitText("dialog", "Oublier cette recherche");
    jules().type(Keys.ENTER);
    await().until(() -> jules().count(".side a") == 0);
    assertThat(zed().get("/saved").get("saved")).isEqualTo(List.of());
  }

  @Test
  void shouldReportWhatWasDone() {
    long id = file("reported");
    zed().send("PUT", "/tickets/" + id + "/priority", "urgent");
    zed().status(id, "closed");
    ana().go("/report?by=priority&q=reported");
    ana().awaitCount("figure", 3);
    assertThat(ana().text("tbody tr")).startsWith("Urgent11");
    ana().choose("[name=by]", "tag");
    ana().awaitTrue("new URLSearchParams(location.search).get('by') === 'tag'");
    ana().awaitText("tbody tr", "None");
    assertThat(ana().count("svg .bar0")).isEqualTo(3);
  }

  @Test
  void shouldReportOfATimeWithoutAnEndOrOfOneDay() {
    zed()
        .file("{\"title\":\"long ago\",\"author\":\"Zed\",\"createdAt\":\"2020-01-05T10:00:00Z\"}");
    ana().go("/report?range=2020-01-01..&by=priority&q=ago");
    ana().awaitText("tbody tr", "Normal10");
    assertThat(ana().js("document.querySelector('[name=from]').value")).isEqualTo("2020-01-01");
    ana().choose("[name=by]", "author");
    ana().awaitText("tbody tr", "Zed10");
    assertThat(ana().path()).contains("range=2020-01-01..&");
    ana().go("/report?range=2020-01-05&by=priority&q=ago");
    ana().awaitText("tbody tr", "Normal10");
    ana().go("/report?by=priority&q=ago");
    ana().awaitText("tbody tr", "Normal00");
  }

  @Test
  void shouldShowHowLongItTookToTakeAndClose() {
    long id = file("taken at once");
    zed().send("POST", "/tickets/" + id + "/take", "");
    ana().go("/stats");
    ana().awaitText("main", "To take (median) · To close (median) · Hours");
    assertThat(ana().text("figure:nth-of-type(4) table")).contains("Zed");
  }

  @Test
  void shouldSayThatThereIsMoreWhereNoAnswerHasIt() {
    String each = "{\"verb\":\"SENDTICKET\",\"title\":\"one of many\",\"tags\":[\"many\"]}";
    String batch = "[" + String.join(",", Collections.nCopies(253, each)) + "]";
    for (int i = 0; i < 4; i++) {
      zed().send("POST", "/batch", batch);
    }
    ana().go("/?q=tag:many sort:-priority");
    for (int rows : new int[] {100, 200, 400, 800}) {
      ana().awaitCount(".row", rows);
      ana().click(".more");
    }
    ana().awaitCount(".row", 1000);
    assertThat(ana().text(".tools .count")).isEqualTo("1000+ tickets");
    ana().awaitCount(".more:not([hidden])", 0);
  }

  @Test
  void shouldLinkAddressesAndNumbersOfTicketsThatAreWords() {
    long id = file("links");
    zed()
        .comment(
            id,
            "see https://example.org/a_(b)?c=1#2, (http://example.org/d). #1, GH#1 C#1 &#1; #0"
                + " ftp://x javascript:alert(1) https://");
    ana().go("/t/" + id);
    ana().awaitCount(".said .prose a", 3);
    assertThat(
            ana()
                .js(
                    "[...document.querySelectorAll('.said .prose a')].map((a) =>"
                        + " `${a.textContent} ${a.getAttribute('href')} ${a.target}`)"))
        .isEqualTo(
            List.of(
                "https://example.org/a_(b)?c=1#2 https://example.org/a_(b)?c=1#2 _blank",
                "http://example.org/d http://example.org/d _blank",
                "#1 /t/1 "));
  }

  @Test
  void shouldOfferToTryAgainWhereThatMayHelpAlone() {
    ana().go("/t/99999");
    ana().awaitText(".empty", "99999");
    assertThat(ana().count(".empty button")).isZero();
    ana().click(".empty a");
    ana().awaitCount(".search", 1);
    ana().go("/nowhere/at/all");
    ana().awaitText(".empty", "there is no such page");
    ana().go("/?q=statsu:open");
    ana().awaitText(".empty", "statsu");
    assertThat(ana().count(".empty button")).isZero();
  }

  @Test
  void shouldShowHostileTextAsText() {
    String hostile = "<img src=x onerror=\"document.title=1\">\u200f</title><script>1</script>";
    long id = file(hostile);
    zed().comment(id, "<b>bold</b> #" + id + " javascript:alert(1)");
    ana().go("/");
    ana().awaitText(at(id) + " .title", hostile);
    ana().go("/t/" + id);
    ana().awaitText("h1", hostile);
    assertThat(ana().js("document.title")).asString().contains("</title><script>");
    ana().awaitText(".said .prose", "<b>bold</b>");
    assertThat(ana().count("main img, main script, main b:not(.conflict b)")).isZero();
    assertThat(ana().js("getComputedStyle(document.querySelector('h1 bdi')).unicodeBidi"))
        .isEqualTo("isolate");
    ana().js("void localStorage.setItem('me', arguments[0])", "{\"name\":\"a\\u202eb\\u0007\"}");
    ana().go("/");
    ana().awaitText(".me", "a<U+202E>b<U+0007>");
    ana().js("void localStorage.removeItem('me')");
  }
}
