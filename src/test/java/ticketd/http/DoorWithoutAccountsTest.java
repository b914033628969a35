package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests about accounts are answered where there are none, as on a line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorWithoutAccountsTest {
  private static final String SECRET = "correct horse battery";

  private LocalDoor door;

  @BeforeAll
  void open(@TempDir Path directory) {
    door = new LocalDoor(directory);
  }

  @AfterAll
  void close() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT | /session | {\"token\":\"tkd_x\"} | 401 | auth-failed",
        "PUT | /session | {\"name\":\"ana\",\"password\":\"" + SECRET + "\"} | 401 | auth-failed",
        "GET | /tokens | `` | 403 | forbidden",
        "POST | /tokens | {} | 403 | forbidden",
        "DELETE | /tokens/7 | `` | 403 | forbidden",
        "PUT | /password | {\"old\":\"\",\"new\":\"" + SECRET + "\"} | 403 | forbidden",
        "GET | /users | `` | 403 | forbidden",
        "POST | /users | {\"name\":\"eve\",\"role\":\"admin\"} | 403 | forbidden",
        "PATCH | /users/eve | {\"enabled\":false} | 403 | forbidden"
      })
  void shouldRefuseWhatIsAboutAccounts(
      String method, String path, String body, int status, String code) {
    LocalDoor.Reply reply = door.ask(method, "/api/v1" + path, body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json()).containsEntry("code", code);
    assertThat(reply.body()).doesNotContain(SECRET).doesNotContain("tkd_x");
    assertThat(reply.header("Set-Cookie")).isEmpty();
  }

  @Test
  void shouldTellWhoAClaimIs() {
    assertThat(door.get("/api/v1/whoami").json())
        .containsEntry("name", "ana")
        .containsEntry("role", "-")
        .containsEntry("method", "name")
        .hasSize(4);
    assertThat(door.askAs("", "GET", "/api/v1/whoami", "").status()).isEqualTo(401);
  }
}
