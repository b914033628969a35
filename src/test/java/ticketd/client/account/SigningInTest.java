package ticketd.client.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Texts;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

/** Passwords exchanged for tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningInTest {
  private ClosedDesk accounts;
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    accounts = ClosedDesk.in(folder);
    server = TestServer.start(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private ServerAddress place() {
    return new ServerAddress("127.0.0.1", server.port());
  }

  private Desk desk() {
    return new Desk(place(), Texts.in(Language.EN), Optional.empty(), line -> {});
  }

  private String signIn(String token) {
    try (LineClient client = server.connect()) {
      return client.status("AUTH " + token);
    }
  }

  @Test
  void shouldExchangeAPasswordForATokenAndEndTheOneBefore() throws Exception {
    SignedIn first;
    SignedIn second;
    try (Desk desk = desk()) {
      first = SignedIn.by(desk, "jules", ClosedDesk.PASSWORD);
    }
    assertThat(first.name()).isEqualTo("Jules");
    assertThat(first.role()).isEqualTo("admin");
    assertThat(first.expiresAt()).isPresent();
    assertThat(signIn(first.token().text())).startsWith("[OK] ");
    try (Desk desk = desk()) {
      second = SignedIn.by(desk, "Jules", ClosedDesk.PASSWORD);
      second.endOther(desk, first.kept(place()));
    }
    assertThat(signIn(first.token().text())).startsWith("[ERR] auth-failed");
    assertThat(signIn(second.token().text())).startsWith("[OK] ");
    try (LineClient jules = accounts.connect(server, "Jules")) {
      assertThat(jules.ask("TOKEN LIST").toString()).contains("[ticket login");
    }
  }

  @Test
  void shouldLeaveAloneWhatOthersKeptAndWhatWasGiven() throws Exception {
    try (Desk desk = desk()) {
      SignedIn jules = SignedIn.by(desk, "Jules", ClosedDesk.PASSWORD);
      KeptToken mine = jules.kept(place());
      SignedIn other = SignedIn.by(desk, "Jules", ClosedDesk.PASSWORD);
      other.endOther(desk, new KeptToken(mine.server(), mine.token(), mine.id(), "Ana"));
      other.endOther(
          desk, new KeptToken(mine.server(), mine.token(), OptionalLong.empty(), "Jules"));
      other.endOther(
          desk, new KeptToken(mine.server(), mine.token(), OptionalLong.of(9999), "Jules"));
      assertThat(signIn(mine.token().text())).startsWith("[OK] ");
    }
  }

  @Test
  void shouldRefuseAWrongPasswordWithoutSayingMore() throws IOException {
    try (Desk desk = desk()) {
      assertThatThrownBy(() -> SignedIn.by(desk, "Nobody", "wrong and long enough"))
          .isInstanceOf(Failure.class)
          .hasMessageNotContaining("wrong and")
          .satisfies(e -> assertThat(((Failure) e).status()).isEqualTo(ExitStatus.FORBIDDEN));
    }
  }

  /** A name that no account can have: the server does not ask, and is not told the password. */
  @Test
  void shouldAnswerADialogueOnlyWhereItIsAsked() throws Exception {
    try (Desk desk = desk()) {
      desk.once("AUTH " + accounts.token("Jules"), true);
      assertThatThrownBy(() -> desk.dialogue("USER PASSWD -", List.of("a password of nobody's")))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("bad-request");
      assertThat(desk.once("WHOAMI", false).json().text("name")).isEqualTo("Jules");
    }
  }
}
