package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.door.Deed;
import ticketd.journal.FileAccess;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;

/** Whatever is changed, through either door, the log is told of it, once. */
class LoggedChangesTest {
  @TempDir Path folder;
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private ClosedDesk desk;
  private TestServer server;
  private LineClient jules;

  private final class Log extends QuietLog {
    @Override
    public void filed(String peer, Identity who, long id) {
      logged.add(who.name() + " filed " + id);
    }

    @Override
    public void changed(String peer, Identity who, EventKind kind, long id) {
      logged.add(who.name() + " " + kind.wireName() + " " + id);
    }

    @Override
    public void did(String peer, Identity who, Deed deed, String name) {
      logged.add(who.name() + " " + deed.wireName() + " " + name);
    }
  }

  @BeforeEach
  void start() {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(TestServer.Setup.in(folder), new Log(), FileAccess.system());
    jules = desk.connect(server, "Jules");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int http(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + desk.token("Jules"))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void shouldTellOfSavedQueries() throws IOException, InterruptedException {
    for (String line :
        List.of(
            "@k SAVE a tag:a", "@k SAVE a tag:a", "SAVE a tag:a", "UNSAVE a", "SAVE c -tag:a")) {
      assertThat(jules.outcome(line)).as(line).isEqualTo("OK");
    }
    assertThat(jules.outcome("UNSAVE a")).isEqualTo("not-found");
    assertThat(http("PUT", "/saved/b", "tag:b")).isEqualTo(200);
    assertThat(http("DELETE", "/saved/b", "")).isEqualTo(204);
    assertThat(
            http(
                "POST",
                "/batch",
                "[{\"verb\":\"UNSAVE\",\"name\":\"c\"},{\"verb\":\"SENDTICKET\",\"title\":\"x\"},"
                    + "{\"verb\":\"NOTE\",\"id\":1,\"text\":\"y\"}]"))
        .isEqualTo(200);
    assertThat(logged)
        .containsExactly(
            "Jules saved a",
            "Jules unsaved a",
            "Jules saved c",
            "Jules saved b",
            "Jules unsaved b",
            "Jules unsaved c",
            "Jules filed 1",
            "Jules noted 1");
  }

  @Test
  void shouldTellOfAccounts() throws IOException, InterruptedException {
    for (String lines :
        List.of(
            "USER ADD {\"name\":\"Bob\"}",
            "USER ROLE Bob agent",
            "USER ROLE Bob agent",
            "USER DISABLE Bob",
            "USER ENABLE Bob",
            "USER PASSWD Bob\na password for Bob",
            "TOKEN NEW {\"expires\":\"1h\"}")) {
      jules.send(lines.split("\n", -1));
      List<String> reply = jules.reply();
      assertThat(reply.get(reply.size() - 1)).as(lines).startsWith("[OK]");
    }
    assertThat(http("POST", "/users", "{\"name\":\"Eve\",\"password\":\"a password for Eve\"}"))
        .isEqualTo(201);
    assertThat(http("PATCH", "/users/Eve", "{\"enabled\":false}")).isEqualTo(200);
    assertThat(http("PATCH", "/users/Eve", "{\"enabled\":false}")).isEqualTo(200);
    assertThat(http("POST", "/tokens", "{\"name\":\"Ana\",\"expires\":\"1h\"}")).isEqualTo(201);
    assertThat(http("DELETE", "/session", "")).isEqualTo(204);
    assertThat(logged)
        .containsExactly(
            "Jules account-added Bob",
            "Jules role-set Bob",
            "Jules account-disabled Bob",
            "Jules account-enabled Bob",
            "Jules password-set Bob",
            "Jules token-made Jules",
            "Jules account-added Eve",
            "Jules account-disabled Eve",
            "Jules token-made Ana",
            "Jules token-revoked Jules");
  }
}
