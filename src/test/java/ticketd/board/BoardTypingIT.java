package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What is typed on the board is meant as it is, and is kept until it is sent. */
class BoardTypingIT extends BoardSession {
  private static final String AREA = ".description textarea";

  private long file(String title) {
    return zed().file("{\"title\":\"" + title + "\",\"tags\":[\"build\",\"web-ui\"]}");
  }

  private void awaitStored(long id, String member, Object value) {
    await().untilAsserted(() -> assertThat(zed().ticket(id)).containsEntry(member, value));
  }

  /** Each request of that method waits until the page's {@code go} is called. */
  private void hold(String method) {
    ana()
        .js(
            "void ((method) => { const real = fetch; window.fetch = async (...how) => {"
                + " if (how[1]?.method === method)"
                + " await new Promise((go) => { window.go = go; });"
                + " return real(...how); }; })(arguments[0])",
            method);
  }

  private void tags(CharSequence typed) {
    ana().click("[data-field=tags] button");
    ana().awaitCount("dialog input", 1);
    ana().type(typed, Keys.ENTER);
    ana().awaitCount("dialog", 0);
  }

  @Test
  void shouldAddTheTagThatIsTypedBesideOneThatHasIt() {
    long id = file("tags");
    ana().go("/t/" + id);
    tags("ui");
    awaitStored(id, "tags", List.of("build", "web-ui", "ui"));
    ana().awaitText("[data-field=tags] .tag:nth-child(3)", "ui");
    tags("-ui");
    awaitStored(id, "tags", List.of("build", "web-ui"));
  }

  @Test
  void shouldSaveAQueryUnderTheNameThatIsTyped() {
    zed().send("PUT", "/saved/bugs-open", "tag:bug");
    ana().go("/?q=build");
    ana().awaitText(".side", "bugs-open");
    ana().click(".tools button.quiet");
    ana().awaitCount("dialog input", 1);
    ana().type("bugs", Keys.ENTER);
    ana().awaitTrue("location.search === '?q=saved%3Abugs'");
    assertThat(zed().get("/saved/bugs")).containsEntry("query", "build");
    assertThat(zed().get("/saved/bugs-open")).containsEntry("query", "tag:bug");
  }

  @Test
  void shouldTakeTheFirstNameThatIsShownOrTheOneThatIsTyped() {
    long id = file("names");
    zed().send("PUT", "/tickets/" + id + "/assignee", "Annabel");
    ana().go("/t/" + id).type("a");
    ana().awaitCount("dialog input", 1);
    ana().type("Anna");
    assertThat(ana().text("dialog .items :first-child")).isEqualTo("Annabel");
    ana().type(Keys.ARROW_UP);
    assertThat(ana().js("document.activeElement.textContent")).isEqualTo("Anna");
    ana().type(Keys.ENTER);
    awaitStored(id, "assignee", "Anna");
    ana().awaitCount("dialog", 0);
    ana().type("a");
    ana().awaitCount("dialog input", 1);
    ana().type("bel", Keys.ENTER);
    awaitStored(id, "assignee", "Annabel");
  }

  @Test
  void shouldKeepWhatIsTypedWhileAFieldIsSent() {
    long id = file("sent slowly");
    ana().go("/t/" + id);
    hold("PATCH");
    ana().click(".description .edit");
    ana().type("one").control(Keys.ENTER);
    ana().awaitTrue("window.go");
    ana().type(" two");
    ana().js("void (window.sent = window.go, window.go = null, window.sent())");
    awaitStored(id, "description", "one");
    ana().awaitText(".timeline li:last-child", "Description");
    assertThat(ana().js("document.querySelector('" + AREA + "')?.value")).isEqualTo("one two");
    assertThat(ana().text(".description .conflict")).isEmpty();
    ana().control(Keys.ENTER);
    ana().awaitTrue("window.go");
    ana().js("void window.go()");
    awaitStored(id, "description", "one two");
    ana().awaitCount(AREA, 0);
  }

  @Test
  void shouldLeaveANewEditorAsItIsWhenAnEarlierSaveEnds() {
    long id = file("saved late");
    ana().go("/t/" + id);
    hold("PATCH");
    ana().click(".description .edit");
    ana().type("one").control(Keys.ENTER);
    ana().awaitTrue("window.go");
    ana().click(".description .buttons button:last-child");
    ana().awaitCount(AREA, 0);
    ana().click(".description .edit");
    ana().type("another");
    ana().js("void window.go()");
    awaitStored(id, "description", "one");
    ana().awaitText(".timeline li:last-child", "Description");
    assertThat(ana().js("document.querySelector('" + AREA + "')?.value")).isEqualTo("another");
    ana().reload();
    assertThat(ana().js("document.querySelector('" + AREA + "')?.value")).isEqualTo("another");
  }

  @Test
  void shouldNotSendAgainWhatIsCancelled() {
    long id = file("cancelled");
    ana().go("/t/" + id);
    ana()
        .js(
            "void (window.real = fetch, window.sends = 0, window.fetch = async (...how) => {"
                + " if (how[1]?.method === 'PATCH') { window.sends++; throw new TypeError(); }"
                + " return real(...how); })");
    ana().click(".description .edit");
    ana().type("not yet").control(Keys.ENTER);
    ana().awaitText(".notice", "Not sent yet");
    ana().click(".description .buttons button:last-child");
    ana().awaitCount(".notice", 0);
    assertThat(ana().count(".notice.error")).isZero();
    ana().awaitText(".description", "No description");
    assertThat(ana().count(AREA)).isZero();
  }

  @Test
  void shouldLeaveAFieldByEscapeWithWhatIsTyped() {
    long id = file("left");
    ana().go("/t/" + id).type("e");
    ana().awaitCount(".title input", 1);
    ana().type(Keys.END, " for lunch", Keys.ESCAPE);
    assertThat(ana().js("document.activeElement.tagName")).isEqualTo("BODY");
    ana().type("e");
    assertThat(ana().js("document.activeElement.value")).isEqualTo("left for lunch");
    ana().reload();
    assertThat(ana().js("document.querySelector('.title input').value"))
        .isEqualTo("left for lunch");
    ana().click(".title .buttons button:last-child");
    ana().awaitText("h1", "left");
    ana().type("e", Keys.ESCAPE);
    ana().awaitCount(".title input", 0);
  }

  @Test
  void shouldSendAgainWhatABatchLeftUndecided() {
    List<Long> ids = List.of(file("undecided one"), file("undecided two"));
    ana().go("/?q=undecided");
    ana().awaitCount(".row", 2);
    // The first answer tells of one change that nobody knows what became of it.
    ana()
        .js(
            "void (window.real = fetch, window.keys = [], window.fetch = async (...how) => {"
                + " const answer = await real(...how);"
                + " if (how[0] !== '/api/v1/batch') return answer;"
                + " window.keys.push(JSON.parse(how[1].body).map(({ key }) => key).join());"
                + " const all = await answer.json();"
                + " if (window.keys.length === 1) all[1] = { status: 504, detail: 'in doubt' };"
                + " return new Response(JSON.stringify(all), answer); })");
    ana().type("j").type("x").type("j").type("x");
    ana().awaitText(".bulk", "2 selected");
    ana().type("t");
    ana().awaitText(".notice", "2 tickets changed");
    assertThat(ana().text("#notices")).doesNotContain("refused");
    assertThat(ana().isTrue("keys.length === 2 && keys[0] === keys[1]")).isTrue();
    for (long id : ids) {
      assertThat(zed().ticket(id)).containsEntry("assignee", "Ana").containsEntry("version", 2L);
    }
  }

  @Test
  void shouldTellWhatOfManyWasDoneBeforeTheRestFailed() {
    String each = "{\"verb\":\"SENDTICKET\",\"title\":\"partly\",\"tags\":[\"partly\"]}";
    zed().send("POST", "/batch", "[" + String.join(",", Collections.nCopies(130, each)) + "]");
    ana().go("/?q=tag:partly limit:130");
    ana().awaitCount(".row", 130);
    ana()
        .js(
            "void (window.real = fetch, window.batches = 0, window.fetch = async (...how) =>"
                + " how[0] === '/api/v1/batch' && ++window.batches > 1"
                + " ? Response.json({ detail: 'no more today' }, { status: 409 }) : real(...how))");
    ana().js("document.querySelectorAll('.row input').forEach((box) => box.click())");
    ana().awaitText(".bulk", "130 selected");
    ana().type("t");
    ana().awaitText("#notices", "no more today");
    ana().awaitText("#notices", "128 tickets changed");
    ana().awaitText(".bulk", "2 selected");
  }

  @Test
  void shouldTypeADateOfAReportByKeys() {
    ana().go("/report");
    ana().focus("[name=from]");
    // A year goes through 0002, 0020 and 0202.
    ana().type("01052026");
    ana().awaitTrue("location.search.includes('range=2026-01-05..')");
    assertThat(ana().js("document.activeElement.name")).isEqualTo("from");
    assertThat(ana().count(".notice.error")).isZero();
  }

  @Test
  void shouldTakeWordsInAPhraseForNoOrder() {
    zed().file("{\"title\":\"to sort:id or not\"}");
    long last = zed().file("{\"title\":\"again to sort:id or not\"}");
    ana().go("/?q=\"to sort:id\"");
    ana().awaitCount(".row", 2);
    assertThat(ana().text(".row .id")).isEqualTo("#" + last);
    long next = zed().file("{\"title\":\"once more to sort:id or not\"}");
    ana().awaitText(".row .id", "#" + next);
    zed().comment(next, "still found");
    ana().awaitText(".row .comments", "1");
    assertThat(ana().count(".row.gone")).isZero();
  }

  @Test
  void shouldCloseADialogByAClickBesideItAlone() {
    ana().go("/").type("?");
    ana().awaitCount("dialog select", 3);
    ana().drag("dialog h2", -600);
    assertThat(ana().count("dialog")).describedAs("text was marked").isEqualTo(1);
    ana().clickAt("dialog", -2);
    ana().awaitCount("dialog", 0);
  }
}
