package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;
import ticketd.wire.Language;

class SessionStateTest {
  private final SessionState state = new SessionState(Language.FR);

  private void answered(String request, String status) {
    state.onAnswered(
        RequestLine.parse(request), List.of(request), (Incoming.Status) Incoming.of(status));
  }

  private List<String> restoring() {
    return state.restoring().stream().map(RequestLine::text).toList();
  }

  @Test
  void shouldRestoreLanguageIdentityWatchAndFormat() {
    answered("lang en", "[OK] Language: en");
    answered("IDENT Jules Martin", "[OK] Hello Jules Martin");
    answered("watch status:open since:3 tag:a", "[OK] Watching, since 9/3");
    answered("FORMAT json", "{\"ok\":true}");
    state.onEvent(17);

    assertThat(restoring())
        .containsExactly(
            "LANG en", "IDENT Jules Martin", "WATCH since:9/17 status:open tag:a", "FORMAT json");
  }

  @Test
  void shouldGoOnWhereAWatchBeganThatHasShownNothing() {
    answered("WATCH", "[OK] Suivi à partir de 1795507391623/20");

    assertThat(restoring()).containsExactly("LANG fr", "WATCH since:1795507391623/20");
  }

  @Test
  void shouldReadWhereAWatchBeginsInJsonToo() {
    answered("FORMAT json", "{\"ok\":true}");
    answered("WATCH tag:a", "{\"ok\":true,\"generation\":4,\"seq\":2}");

    assertThat(restoring()).contains("WATCH since:4/2 tag:a");
  }

  @Test
  void shouldForgetWhatWasEndedAndIgnoreWhatWasRefused() {
    answered("IDENT me", "[ERR] bad-request: no");
    answered("WATCH", "[OK] Watching, since 9/3");
    answered("UNWATCH", "[OK] No longer watching");

    assertThat(restoring()).containsExactly("LANG fr");
  }

  /** Signing in ends a watch, and replaces who one was. */
  @Test
  void shouldSignInAgainAsTheServerWouldTakeIt() {
    answered("IDENT Jules", "[OK] Hello Jules");
    answered("WATCH", "[OK] Watching, since 9/3");
    answered("AUTH tkd_one", "[OK] Hello Ana (agent)");
    answered("AUTH tkd_two", "[ERR] auth-failed: no");
    assertThat(restoring()).containsExactly("LANG fr", "AUTH tkd_one");

    state.forgetIdentity();
    assertThat(restoring()).containsExactly("LANG fr");
  }

  @Test
  void shouldSignInAgainByThePasswordThatHoldsNow() {
    answered(SessionState.signIn("Zoé", "old \"one\""), "[OK] Hello Zoé (agent)");
    passwordBecomes("next", "[ERR] auth-failed: no");
    assertThat(restoring()).contains(SessionState.signIn("Zoé", "old \"one\""));
    passwordBecomes("next", "[OK] Password of Zoé changed");
    assertThat(restoring()).contains(SessionState.signIn("Zoé", "next"));

    answered("AUTH tkd_one", "[OK] Hello Ana (agent)");
    passwordBecomes("other", "[OK] Password of Ana changed");
    assertThat(restoring()).contains("AUTH tkd_one");
  }

  private void passwordBecomes(String password, String status) {
    state.onAnswered(
        RequestLine.parse("PASSWD"),
        List.of("PASSWD", "old", password),
        (Incoming.Status) Incoming.of(status));
  }
}
