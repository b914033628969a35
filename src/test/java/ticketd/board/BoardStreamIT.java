package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** One stream a browser, whatever its tabs and its server do. */
class BoardStreamIT extends BoardSession {

  private void awaitStreams(long count) {
    await().untilAsserted(() -> assertThat(zed().get("/stats")).containsEntry("watchers", count));
  }

  /** Whether this tab is the one that reads the stream, by a lock of its own beside it. */
  private boolean isHolder() {
    return Boolean.TRUE.equals(
        ana()
            .promised(
                "navigator.locks.request('mine' + Math.random(), async (mine) => {"
                    + "const { held } = await navigator.locks.query();"
                    + "const by = (name) => held.find((lock) => lock.name === name)?.clientId;"
                    + "return by('ticketd-stream') === by(mine.name); })"));
  }

  @Test
  void shouldShareOneStreamBetweenSevenTabsAndHandItOver() {
    String first = ana().tab();
    List<String> tabs = new ArrayList<>(List.of(first));
    ana().go("/");
    for (int i = 1; i < 7; i++) {
      tabs.add(ana().newTab());
      ana().go("/");
    }
    awaitStreams(1);
    long id = zed().file("{\"title\":\"for all tabs\"}");
    for (String tab : tabs) {
      ana().to(tab);
      ana().awaitTrue("document.body.textContent.includes('for all tabs')");
    }
    ana().to(first);
    assertThat(isHolder()).isTrue();
    ana().closeTab();
    ana().to(tabs.get(1));
    awaitStreams(1);
    zed().status(id, "waiting");
    for (String tab : tabs.subList(1, 7)) {
      ana().to(tab);
      ana().awaitText("[data-id='" + id + "'] .status", "Waiting");
    }
    for (String tab : tabs.subList(2, 7)) {
      ana().to(tab);
      ana().closeTab();
    }
    ana().to(tabs.get(1));
  }

  @Test
  void shouldHandTheStreamOverWhenHiddenForThirtySeconds() {
    // Half a minute passes in a twentieth of it.
    ana()
        .before(
            "const real = setTimeout;"
                + "window.setTimeout = (does, ms) => ms === 30000"
                + " ? real(() => { window.paused = true; does(); }, 1500) : real(does, ms);"
                + "const isPaused = () => document.hidden && window.paused;"
                + "new BroadcastChannel('ticketd').onmessage = ({ data: { event } }) => {"
                + " if (event && isPaused()) localStorage.setItem('heard', event.id); };"
                + "const asks = fetch; window.fetch = (...how) => {"
                + " if (isPaused()) localStorage.setItem('asked', how[0]);"
                + " return asks(...how); };");
    long first = zed().file("{\"title\":\"far first\"}");
    long second = zed().file("{\"title\":\"far second\"}");
    String hidden = ana().tab();
    ana().go("/?q=far limit:2");
    ana().awaitCount("[data-id='" + first + "']", 1);
    assertThat(isHolder()).isTrue();
    String seen = ana().newTab();
    ana().go("/");
    await().until(this::isHolder);
    // It is pushed out of the first two by the one that is filed, and changed.
    zed().status(first, "closed");
    long third = zed().file("{\"title\":\"far third\"}");
    ana().awaitCount("[data-id='" + third + "']", 1);
    ana().awaitTrue("localStorage.getItem('heard') === '" + third + "'");
    assertThat(ana().js("localStorage.getItem('asked')")).describedAs("asked").isEqualTo("null");
    ana().to(hidden);
    ana().awaitText(".live", "Live");
    ana().awaitCount("[data-id='" + third + "']", 1);
    ana().awaitText("[data-id='" + first + "'] .status", "Closed");
    assertThat(ana().count(".row.gone")).isZero();
    assertThat(ana().count("[data-id='" + second + "']")).isEqualTo(1);
    ana().to(seen);
    ana().closeTab();
    ana().to(hidden);
    ana().awaitLive();
    awaitStreams(1);
  }

  /** Answers to what {@code path} begins wait, from when it is asked, for the page's go. */
  private void holdAnswers(String path) {
    ana()
        .js(
            "void ((path) => { const real = fetch; window.fetch = async (...how) => {"
                + " const answer = await real(...how);"
                + " if (String(how[0]).startsWith('/api/v1' + path))"
                + " await new Promise((go) => { window.go = go; });"
                + " return answer; }; })(arguments[0])",
            path);
  }

  @Test
  void shouldShowWhatHappensWhileAPageIsOpened() {
    long id = zed().file("{\"title\":\"opened slowly\"}");
    ana().go("/?q=opened");
    ana().awaitCount(".row", 1);
    holdAnswers("/tickets/" + id + "/history");
    ana().click(".row .title");
    ana().awaitTrue("window.go");
    zed().comment(id, "meanwhile");
    ana().awaitText(".row .comments", "1");
    ana().js("void window.go()");
    ana().awaitCount(".timeline .said", 1);
  }

  @Test
  void shouldPutWhatIsReadLateWhereItBelongs() {
    long id = zed().file("{\"title\":\"read late\"}");
    ana().go("/t/" + id);
    ana().awaitCount(".timeline li", 1);
    // A former stream's end and this one's beginning: what came between is in the history alone.
    ana()
        .js(
            "void (() => { const real = fetch; window.fetch = async (...how) => {"
                + " const isStream = /events$/.test(how[0]);"
                + " if (isStream && !window.may) throw new TypeError();"
                + " if (isStream) delete how[1].headers['Last-Event-ID'];"
                + " const answer = await real(...how);"
                + " if (/history/.test(how[0])) await new Promise((go) => { window.go = go; });"
                + " return answer; }; })()");
    site().server().kill();
    ana().awaitText(".banner", "Not live");
    site().server().restart();
    zed().comment(id, "first");
    ana().js("void (window.may = true, document.querySelector('.banner button').click())");
    ana().awaitTrue("window.go");
    zed().comment(id, "second");
    ana().awaitText(".timeline", "second");
    ana().js("void window.go()");
    ana().awaitCount(".timeline .said", 2);
    assertThat(ana().text(".timeline .said .prose")).isEqualTo("first");
  }

  @Test
  void shouldKeepShowingWhatItCannotLookUp() {
    long id = zed().file("{\"title\":\"looked up\"}");
    ana().go("/board?q=looked");
    ana().awaitCount(".card", 1);
    ana()
        .js(
            "void (() => { const real = fetch; const late = setTimeout; window.asked = 0;"
                + " window.setTimeout = (does, ms) => late(does, ms === 3000 ? 100 : ms);"
                + " window.fetch = async (...how) => {"
                + " if (window.asked < 2 && /id%3A/.test(how[0])) {"
                + "  window.asked++; return Response.json({ detail: 'busy' }, { status: 503 }); }"
                + " return real(...how); }; })()");
    zed().status(id, "waiting");
    ana().awaitCount("[data-status=waiting] .card", 1);
    assertThat(ana().js("asked")).isEqualTo(2L);
  }

  @Test
  void shouldShowAnotherStoreAsItIs() {
    long id = zed().file("{\"title\":\"of the former store\"}");
    ana().go("/?q=store");
    ana().awaitText(".row .title", "former");
    site().server().kill();
    ana().awaitText(".banner", "Not live");
    site().server().restartAnew();
    zed().file("{\"title\":\"of the next store\"}");
    ana().awaitLive();
    ana().awaitText(".row .title", "next");
    ana().awaitCount(".row", 1);
    assertThat(id).isPositive();
  }

  @Test
  void shouldComeBackWithTheFirstAnswerToWhateverIsAsked() {
    // The stream's own time to come back never comes.
    ana()
        .before(
            "const late = setTimeout;"
                + "window.setTimeout = (does, ms) => late(does, window.held && ms > 900 ? 1e8 : ms);");
    ana().go("/board");
    ana().js("void (window.held = true)");
    site().server().kill();
    ana().awaitText(".banner", "Not live");
    site().server().restart();
    ana().type("g", "l");
    ana().awaitLive();
    assertThat(ana().path()).isEqualTo("/");
  }

  @Test
  void shouldComeBackAfterAKillWithoutGapOrRepeatAndSendWhatWasTypedOnce() {
    long id = zed().file("{\"title\":\"outlives the server\"}");
    ana().go("/t/" + id).type("c").type("typed before the kill");
    zed().comment(id, "seen before");
    ana().awaitCount(".timeline .said", 1);
    Object top = ana().js("document.querySelector('main').getBoundingClientRect().top");
    site().server().kill();
    ana().awaitText(".banner", "Not live");
    assertThat(ana().js("document.querySelector('main').getBoundingClientRect().top"))
        .isEqualTo(top);
    ana().control(Keys.ENTER);
    ana().awaitText(".notice", "Not sent yet");
    site().server().restart();
    zed().comment(id, "while it was away");
    ana().awaitLive();
    ana().awaitCount(".timeline .said", 3);
    zed().comment(id, "after");
    ana().awaitCount(".timeline .said", 4);
    ana().awaitTrue("document.querySelector('.comment textarea').value === ''");
    Map<String, Object> ticket = zed().ticket(id);
    assertThat(ticket).containsEntry("commentCount", 4L);
    assertThat(
            ana()
                .js(
                    "[...document.querySelectorAll('.said .prose')].map((e) => e.textContent).sort().join()"))
        .isEqualTo("after,seen before,typed before the kill,while it was away");
  }
}
