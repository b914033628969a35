package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import ticketd.testing.ClosedDesk;
import ticketd.testing.TestServer;

/** The board of a desk with accounts: Jules, an admin, Ana, an agent, Rita, a requester. */
class BoardClosedIT extends BoardSession {
  private static final String COMMENT = ".comment textarea";

  private Optional<ClosedDesk> desk = Optional.empty();
  private Browser window;

  @Override
  Site site(Path folder) {
    return Site.at(
        () -> {
          desk = Optional.of(ClosedDesk.in(folder));
          TestServer server = TestServer.start(folder);
          return new Site.Started(server.port(), server::close);
        });
  }

  /** A browser in which nobody has signed in. */
  @BeforeEach
  void forget() {
    window = site().stranger("en");
    window.load("/login");
    window.awaitCount("main form", 1);
    window.promised("fetch('/api/v1/session', { method: 'DELETE' })");
    window.js("void (localStorage.clear(), sessionStorage.clear())");
  }

  private Api as(String name) {
    return Api.bearing(site().base(), desk.orElseThrow().token(name));
  }

  /** Signs in on the page that is shown, with a token. */
  private void signIn(String name) {
    window.awaitCount("[name=secret]", 1);
    window.focus("[name=secret]");
    window.type(desk.orElseThrow().token(name), Keys.ENTER);
    window.awaitText(".me", name);
  }

  private void at(String page, String name) {
    window.load(page);
    signIn(name);
    window.awaitLive();
  }

  /** Ends what {@code name} began in a browser. */
  private void revokeBrowsers(String name) {
    Api jules = as("Jules");
    Object tokens = Objects.requireNonNull(jules.get("/tokens?name=" + name).get("tokens"));
    int revoked = 0;
    for (Object each : (List<?>) tokens) {
      Map<?, ?> token = (Map<?, ?>) each;
      if (Boolean.TRUE.equals(token.get("browser"))) {
        jules.send("DELETE", "/tokens/" + token.get("id") + "?name=" + name, "");
        revoked++;
      }
    }
    assertThat(revoked).isPositive();
  }

  @Test
  void shouldAskForAPasswordAndGoOnWhereOneWantedToBe() {
    as("Ana").file("{\"title\":\"behind the door\"}");
    window.load("/?q=behind");
    window.awaitTrue("location.pathname === '/login'");
    window.awaitCount("[name=name]", 1);
    window.type("Jules", Keys.TAB, "not my password", Keys.ENTER);
    window.awaitText(".error", "not accepted");
    window.focus("[name=secret]");
    window.control("a").type(ClosedDesk.PASSWORD, Keys.ENTER);
    window.awaitText(".row .title", "behind the door");
    assertThat(window.path()).isEqualTo("/?q=behind");
    window.awaitText(".me", "Jules");
    window.awaitLive();
    as("Ana").file("{\"title\":\"behind it too\"}");
    window.awaitCount(".row", 2);
  }

  @Test
  void shouldOfferARequesterNothingButTheirOwn() {
    long theirs = as("Ana").file("{\"title\":\"for agents\"}");
    at("/new", "Rita");
    assertThat(window.count("[name=assignee], [name=due]")).isZero();
    window.focus("[name=title]");
    window.type("My screen", Keys.ENTER);
    window.awaitCount("article", 1);
    long own = Long.parseLong(window.path().substring("/t/".length()));
    assertThat(window.count("aside .value")).describedAs("only how it stands").isEqualTo(1);
    assertThat(window.text("article")).doesNotContain("Internal note", "Take");
    as("Ana")
        .send("POST", "/tickets/" + own + "/links", "{\"type\":\"relates\",\"id\":" + theirs + "}");
    window.awaitText(".timeline li:last-child", "Links");
    window.type("t").type("c").type("thank you");
    window.click(".buttons button:nth-child(2)");
    await()
        .untilAsserted(() -> assertThat(as("Rita").ticket(own)).containsEntry("status", "closed"));
    assertThat(as("Rita").ticket(own).get("assignee")).asString().isEqualTo("null");

    window.awaitText("aside", "Rate");
    window.click("[data-field=rating] button");
    window.awaitCount("dialog select", 3);
    window.choose("dialog select", "4");
    window.click("dialog .primary");
    window.awaitText("[data-field=rating]", "4 5 5");

    window.go("/");
    window.awaitCount("[data-id='" + own + "']", 1);
    assertThat(window.count("[data-id='" + theirs + "']")).isZero();
    assertThat(window.count("#top nav a")).describedAs("neither stats nor reports").isEqualTo(2);
    window.load("/t/" + theirs);
    window.awaitText(".empty", "there is no ticket #" + theirs);
  }

  @Test
  void shouldAskAgainInPlaceWhenTheSessionIsRevoked() {
    long id = as("Ana").file("{\"title\":\"goes on\"}");
    at("/t/" + id, "Ana");
    window.type("c").type("half typed");
    revokeBrowsers("Ana");
    window.awaitText(".banner", "Your session has ended");
    window.awaitText(".live", "Signed out");
    assertThat(window.js("document.activeElement.value")).isEqualTo("half typed");
    window.click(".banner button");
    as("Jules").comment(id, "meanwhile");
    signIn("Ana");
    window.awaitCount("dialog", 0);
    window.awaitLive();
    window.awaitText(".timeline .said", "meanwhile");
    assertThat(window.js("document.querySelector(arguments[0]).value", COMMENT))
        .isEqualTo("half typed");
    window.focus(COMMENT);
    window.control(Keys.ENTER);
    window.awaitCount(".timeline .said", 2);
    assertThat(as("Ana").ticket(id)).containsEntry("commentCount", 2L);
  }

  @Test
  void shouldBeLiveAgainOnceOneSignedInToSend() {
    long id = as("Ana").file("{\"title\":\"is sent by whoever comes back\"}");
    at("/t/" + id, "Ana");
    window.type("c").type("sent when signed out");
    revokeBrowsers("Ana");
    window.awaitText(".live", "Signed out");
    window.control(Keys.ENTER);
    signIn("Ana");
    window.awaitLive();
    window.awaitText(".timeline .said", "sent when signed out");
    assertThat(as("Ana").ticket(id)).containsEntry("commentCount", 1L);
  }

  @Test
  void shouldLeaveNothingOfOneForSomebodyElse() {
    long id = as("Jules").file("{\"title\":\"whose words\"}");
    at("/t/" + id, "Ana");
    window.type("c").type("of Ana in one tab");
    String first = window.tab();
    window.newTab();
    window.go("/t/" + id);
    window.type("c").type("of Ana in another");
    revokeBrowsers("Ana");
    window.awaitText(".live", "Signed out");
    window.control(Keys.ENTER);
    signIn("Jules");
    window.awaitTrue("location.pathname === '/'");
    window.awaitLive();
    window.closeTab();
    window.to(first);
    window.awaitText(".me", "Jules");
    window.awaitCount(COMMENT, 1);
    assertThat(window.js("document.querySelector(arguments[0]).value", COMMENT)).isEqualTo("");
    assertThat(as("Jules").ticket(id)).containsEntry("commentCount", 0L);

    window.focus(COMMENT);
    window.type("of Jules");
    window.newTab();
    window.go("/account");
    window.click("[data-does=sign-out]");
    window.awaitTrue("location.pathname === '/login'");
    window.closeTab();
    window.to(first);
    window.awaitTrue("location.pathname === '/login'");
    assertThat(window.js("JSON.stringify({ ...sessionStorage })")).asString().doesNotContain("of ");
  }

  @Test
  void shouldShowARequesterNothingOfTheStreamOfWhoWasHereBefore() {
    at("/", "Ana");
    window.back();
    signIn("Rita");
    window.awaitLive();
    as("Jules").file("{\"title\":\"not for Rita\"}");
    long own = as("Rita").file("{\"title\":\"of Rita\"}");
    window.awaitCount("[data-id='" + own + "']", 1);
    assertThat(window.text("main")).doesNotContain("not for Rita");
  }

  @Test
  void shouldMakeShowAndRevokeTokensAndSignOut() {
    at("/account", "Ana");
    window.awaitText("h1", "Ana");
    window.focus("[name=label]");
    window.type("for cron", Keys.ENTER);
    window.awaitCount("dialog input", 1);
    String token = String.valueOf(window.js("document.querySelector('dialog input').value"));
    assertThat(Api.bearing(site().base(), token).get("/whoami")).containsEntry("name", "Ana");
    window.type(Keys.ESCAPE);
    window.awaitCount("dialog", 0);
    window.awaitText("tbody", "for cron");
    window.click("[aria-label$='for cron']");
    await().untilAsserted(() -> assertThat(window.text("tbody")).doesNotContain("for cron"));
    window.click("[data-does=sign-out]");
    window.awaitTrue("location.pathname === '/login'");
    assertThat(window.promised("fetch('/api/v1/tickets').then((r) => r.status)")).isEqualTo(401L);
  }

  @Test
  void shouldKeepAccountsForAdminsAlone() {
    at("/users", "Jules");
    window.awaitText("tbody", "Rita");
    window.focus("[name=name]");
    window.type("Nora", Keys.ENTER);
    window.awaitCount("dialog input", 1);
    String token = String.valueOf(window.js("document.querySelector('dialog input').value"));
    Api nora = Api.bearing(site().base(), token);
    assertThat(nora.get("/whoami")).containsEntry("role", "requester");
    window.type(Keys.ESCAPE);
    window.awaitCount("dialog", 0);
    window.awaitText("tbody", "Nora");
    window.choose("select[aria-label='Role: Nora']", "agent");
    await()
        .untilAsserted(
            () ->
                assertThat(as("Jules").send("GET", "/users", ""))
                    .contains("\"name\":\"Nora\",\"role\":\"agent\",\"enabled\":true"));
    window.click("[aria-label='Disable: Nora']");
    window.awaitText("tbody del", "Nora");
    assertThat(as("Jules").send("GET", "/users", ""))
        .contains("\"name\":\"Nora\",\"role\":\"agent\",\"enabled\":false");
  }

  @Test
  void shouldBeReadableAndFitTelephones() {
    at("/account", "Jules");
    window.picture("/login", "light", "login-en-light");
    window.js("void localStorage.setItem('lang', '\"fr\"')");
    window.picture("/users", "dark", "users-fr-dark");
    String token = "{ method: 'POST', body: '{\"label\":\"printers_of_the_third_floor\"}' }";
    assertThat(window.promised("fetch('/api/v1/tokens', " + token + ").then((r) => r.status)"))
        .isEqualTo(201L);
    window.size(390, 844);
    for (String page : List.of("/login", "/account", "/users")) {
      window.load(page);
      window.awaitTrue("document.querySelector('main form')");
      assertThat(window.width()).describedAs(page).isLessThanOrEqualTo(390);
      window.awaitTrue(
          "[...document.querySelectorAll('.wide')].every((each) => each.scrollWidth <= each.clientWidth)");
      for (String scheme : List.of("light", "dark")) {
        window.media("screen", scheme);
        assertThat(window.pale()).describedAs(page + " " + scheme).isEqualTo(List.of());
      }
    }
    window.size(1280, 800);
    window.media("screen", "light");
    assertThat(Picture.FOLDER.resolve("users-fr-dark.png")).isNotEmptyFile();
  }
}
