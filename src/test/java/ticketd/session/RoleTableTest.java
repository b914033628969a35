package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.Seed;
import ticketd.testing.TestServer;

/** The table of rights, verb by verb and role by role, over sockets. */
class RoleTableTest {
  /** Rita's. */
  private static final int OWN = 1;

  /** Remi's. */
  private static final int OTHERS = 2;

  private static final int MISSING = 9;

  @TempDir Path folder;
  private TestServer server;
  private ClosedDesk desk;
  private LineClient jules;
  private LineClient ana;
  private LineClient rita;
  private LineClient remi;

  @BeforeEach
  void start() {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(TestServer.Setup.in(folder));
    jules = desk.connect(server, "Jules");
    ana = desk.connect(server, "Ana");
    rita = desk.connect(server, "Rita");
    remi = desk.connect(server, "Remi");
    assertThat(rita.status("SENDTICKET {\"title\":\"own\"}")).startsWith("[OK]");
    assertThat(remi.status("SENDTICKET {\"title\":\"other\"}")).startsWith("[OK]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String code(String status) {
    return status.startsWith("[OK]") ? "ok" : status.substring(6).split("[: ]", 2)[0];
  }

  private static String of(String request, int id) {
    return request.replace("<id>", Integer.toString(id));
  }

  /** The same bytes, but for the id that was asked for. */
  private static void assertAlike(List<String> others, List<String> missing, String request) {
    assertThat(missing.stream().map(line -> line.replace("" + MISSING, "" + OTHERS)).toList())
        .as(request)
        .isEqualTo(others);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void shouldShowARequesterAnothersTicketAsOneThatDoesNotExist(String format) {
    rita.send("FORMAT " + format);
    rita.reply();
    rita.send("LANG en");
    rita.reply();
    for (String request :
        List.of(
            "SHOW <id>",
            "HISTORY <id>",
            "COMMENT <id> x",
            "CLOSE <id>",
            "CLOSE <id> wont-fix no",
            "CLOSE <id> duplicate #1",
            "REOPEN <id>",
            "EDIT <id> {\"title\":\"x\"}",
            "EDIT <id> {\"description\":\"x\",\"version\":7}",
            "RATE <id> 5",
            "@k COMMENT <id> x")) {
      List<String> others = rita.ask(of(request, OTHERS));
      List<String> missing = rita.ask(of(request, MISSING));
      assertThat(others).as(request).hasSize(1).first().asString().contains("not-found");
      assertAlike(others, missing, request);
    }
    for (String query :
        List.of("LIST id:<id>", "LIST link:<id>", "LIST id:<id> -status:closed", "LIST other")) {
      assertAlike(rita.ask(of(query, OTHERS)), rita.ask(of(query, MISSING)), query);
    }
  }

  @Test
  void shouldRefuseARequesterByRoleWhateverTheTicket() {
    for (String request :
        List.of(
            "TAKE <id>",
            "ASSIGN <id> Rita",
            "STATUS <id> waiting",
            "PRIORITY <id> high",
            "TAG <id> +x",
            "NOTE <id> x",
            "DUE <id> 2030-01-01",
            "DUE <id> -",
            "LINK <id> relates 1",
            "UNLINK <id> 1",
            "EDIT <id> {\"priority\":\"high\"}",
            "EDIT <id> {\"title\":\"x\",\"status\":\"closed\"}",
            "EDIT <id> {\"assignee\":null}",
            "EDIT <id> {\"due\":null}",
            "COMMENT <id> {\"text\":\"x\",\"author\":\"Ana\"}")) {
      List<String> own = rita.ask(of(request, OWN));
      assertThat(code(own.get(0))).as(request).isEqualTo("forbidden");
      assertThat(rita.ask(of(request, OTHERS))).as(request).isEqualTo(own);
      assertThat(rita.ask(of(request, MISSING))).as(request).isEqualTo(own);
    }
    for (String request :
        List.of(
            "TAKE NEXT",
            "STATS",
            "REPORT",
            "SAVE mine assignee:me",
            "UNSAVE none",
            "SAVED",
            "LIST saved:none",
            "LIST -saved:all",
            "WATCH saved:all",
            "TAKE NEXT saved:all",
            "SENDTICKET {\"title\":\"x\",\"assignee\":\"Ana\"}",
            "SENDTICKET {\"title\":\"x\",\"due\":\"+4h\"}",
            "SENDTICKET {\"title\":\"x\",\"author\":\"Ana\"}",
            "USER LIST",
            "USER ADD {\"name\":\"Eve\",\"role\":\"admin\"}",
            "USER ROLE Rita admin",
            "TOKEN NEW {\"name\":\"Jules\"}")) {
      assertThat(code(rita.status(request))).as(request).isEqualTo("forbidden");
    }
    assertThat(ana.ask("HISTORY 1")).hasSize(2);
  }

  @Test
  void shouldLetARequesterWorkOnHisOwn() {
    for (String request :
        List.of(
            "SHOW <id>",
            "HISTORY <id>",
            "COMMENT <id> x",
            "EDIT <id> {\"title\":\"renamed\",\"description\":\"x\"}",
            "CLOSE <id>",
            "RATE <id> 5",
            "REOPEN <id>",
            "CLOSE <id> wont-fix x")) {
      List<String> reply = rita.ask(of(request, OWN));
      assertThat(reply.get(reply.size() - 1)).as(request).startsWith("[OK]");
    }
    assertThat(rita.ask("LIST")).hasSize(2);
    assertThat(code(rita.status("TOKEN LIST"))).isEqualTo("ok");
    assertThat(code(rita.status("PING"))).isEqualTo("ok");
  }

  @Test
  void shouldLetAgentsAndAdminsWorkOnAll() {
    assertThat(ana.status("SAVE all is:open")).startsWith("[OK]");
    for (LineClient worker : List.of(ana, jules)) {
      for (String request :
          List.of(
              "SHOW <id>",
              "HISTORY <id>",
              "COMMENT <id> x",
              "NOTE <id> x",
              "PRIORITY <id> high",
              "TAG <id> +x",
              "DUE <id> 2030-01-01",
              "ASSIGN <id> Ana",
              "STATUS <id> waiting",
              "CLOSE <id>",
              "REOPEN <id>",
              "TAKE <id>",
              "EDIT <id> {\"priority\":\"low\",\"assignee\":null,\"status\":\"open\"}",
              "LINK <id> relates 1",
              "UNLINK <id> 1")) {
        List<String> reply = worker.ask(of(request, OTHERS));
        String code = code(reply.get(reply.size() - 1));
        assertThat(code).as(request).isIn("ok", "conflict");
        List<String> missing = worker.ask(of(request, MISSING));
        assertThat(code(missing.get(0))).as(request).isEqualTo("not-found");
      }
      assertThat(worker.ask("LIST")).hasSize(3);
      assertThat(worker.ask("SAVED")).hasSize(2);
      assertThat(worker.ask("LIST saved:all id:1..2")).hasSize(3);
      assertThat(code(worker.ask("STATS").get(worker.ask("STATS").size() - 1))).isEqualTo("ok");
    }
    assertThat(code(ana.status("CLOSE 2"))).isEqualTo("ok");
    assertThat(code(ana.status("RATE 2 5"))).as("of another's").isEqualTo("conflict");
    for (String request :
        List.of(
            "USER LIST",
            "USER ROLE Ana admin",
            "USER DISABLE Jules",
            "TOKEN NEW {\"name\":\"Jules\"}",
            "SENDTICKET {\"title\":\"x\",\"author\":\"Remi\"}")) {
      assertThat(code(ana.status(request))).as(request).isEqualTo("forbidden");
    }
    assertThat(code(jules.status("SENDTICKET {\"title\":\"x\",\"author\":\"Remi\"}")))
        .isEqualTo("ok");
    assertThat(code(jules.status("USER DISABLE Jules"))).as("the last admin").isEqualTo("conflict");
  }

  @Test
  void shouldShowARequesterNothingOfNotesAndLinksThatAreNotHis() {
    assertThat(rita.status("SENDTICKET {\"title\":\"second\"}")).startsWith("[OK]");
    List<String> shown = rita.ask("SHOW 1");
    List<String> history = rita.ask("HISTORY 1");
    rita.watch("WATCH");
    assertThat(ana.status("NOTE 1 secret")).startsWith("[OK]");
    assertThat(ana.status("LINK 2 blocks 1")).startsWith("[OK]");
    assertThat(rita.ask("SHOW 1")).as("every byte stays").isEqualTo(shown);
    assertThat(rita.ask("HISTORY 1")).isEqualTo(history);
    assertThat(rita.ask("LIST text:secret")).hasSize(1);
    assertThat(rita.ask("LIST is:blocked")).hasSize(1);
    assertThat(rita.ask("LIST link:2")).isEqualTo(rita.ask("LIST link:99"));
    assertThat(ana.ask("LIST is:blocked")).hasSize(2);
    assertThat(ana.ask("LIST text:secret")).hasSize(2);
    assertThat(rita.status("COMMENT 1 seen")).startsWith("[OK]");
    assertThat(rita.event()).contains("#1").contains("commented");
    assertThat(rita.eventsSoFar()).isEmpty();
  }

  /** What an agent finds of hers is what she finds. */
  @Test
  void shouldFindForARequesterWhatIsHersForAnyQuery() {
    Random random = Seed.random();
    List<LineClient> authors = List.of(rita, remi, rita);
    List<String> words = List.of("disk", "mail", "noir", "a");
    for (int i = 0; i < 30; i++) {
      LineClient author = authors.get(random.nextInt(authors.size()));
      String word = words.get(random.nextInt(words.size()));
      assertThat(author.status("SENDTICKET {\"title\":\"" + word + " " + i + "\"}"))
          .startsWith("[OK]");
      int id = 1 + random.nextInt(i + 3);
      ana.ask(
          List.of("TAKE ", "CLOSE ", "COMMENT ", "TAG ").get(random.nextInt(4))
              + id
              + List.of("", " +x").get(random.nextInt(2)));
    }
    List<String> terms =
        List.of(
            "status:open",
            "-status:closed",
            "disk",
            "-mail",
            "title:noir",
            "author:Rita",
            "author:Remi",
            "-author:Remi",
            "assignee:Ana",
            "assignee:-",
            "priority:>=normal",
            "tag:x",
            "id:3..20",
            "is:open",
            "-is:closed",
            "sort:-updated",
            "sort:priority",
            "sort:-id");
    for (int round = 0; round < 60; round++) {
      StringBuilder query = new StringBuilder("LIST limit:100");
      boolean sorted = false;
      for (int n = random.nextInt(4); n > 0; n--) {
        String term = terms.get(random.nextInt(terms.size()));
        boolean sorts = term.startsWith("sort:");
        if (!sorts || !sorted) {
          query.append(' ').append(term);
        }
        sorted |= sorts;
      }
      assertThat(rita.ask(query.toString()))
          .as(query.toString())
          .isEqualTo(ana.ask(query + " author:Rita"));
    }
  }

  private HttpResponse<String> http(String name, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Authorization", "Bearer " + desk.token(name))
            .header("Content-Type", "application/json")
            .header("Accept-Language", "en")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String rows(String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/tickets?q=id:1"))
            .header("Authorization", "Bearer " + desk.token(name))
            .header("Accept", "application/x-ndjson")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void shouldKeepTheTableOverHttp() throws Exception {
    Map<String, String> seen =
        Map.of(
            "GET /api/v1/tickets/<id>", "",
            "GET /api/v1/tickets/<id>/history", "",
            "PATCH /api/v1/tickets/<id>", "{\"title\":\"x\"}",
            "POST /api/v1/tickets/<id>/comments", "{\"text\":\"x\"}",
            "POST /api/v1/tickets/<id>/close", "{}");
    for (Map.Entry<String, String> call : seen.entrySet()) {
      String[] line = call.getKey().split(" ", 2);
      HttpResponse<String> others = http("Rita", line[0], of(line[1], OTHERS), call.getValue());
      HttpResponse<String> missing = http("Rita", line[0], of(line[1], MISSING), call.getValue());
      assertThat(others.statusCode()).as(call.getKey()).isEqualTo(404);
      assertThat(missing.statusCode()).as(call.getKey()).isEqualTo(404);
      assertThat(missing.body().replace("" + MISSING, "" + OTHERS)).isEqualTo(others.body());
    }
    List<Integer> refused = new ArrayList<>();
    for (int id : List.of(OWN, OTHERS, MISSING)) {
      refused.add(http("Rita", "POST", of("/api/v1/tickets/<id>/take", id), "{}").statusCode());
      refused.add(
          http("Rita", "PATCH", of("/api/v1/tickets/<id>", id), "{\"priority\":\"high\"}")
              .statusCode());
    }
    refused.add(http("Rita", "GET", "/api/v1/stats", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/stats/series", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/users", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/saved", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/saved/all", "").statusCode());
    refused.add(http("Rita", "PUT", "/api/v1/saved/all", "is:open").statusCode());
    refused.add(http("Rita", "DELETE", "/api/v1/saved/all", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/tickets?q=saved:all", "").statusCode());
    refused.add(http("Rita", "GET", "/api/v1/events?q=-saved:all", "").statusCode());
    refused.add(http("Ana", "GET", "/api/v1/users", "").statusCode());
    assertThat(refused).containsOnly(403);
    assertThat(http("Ana", "POST", "/api/v1/tickets/1/links", "{\"type\":\"blocks\",\"id\":2}"))
        .satisfies(linked -> assertThat(linked.statusCode()).isEqualTo(200));
    assertThat(rows("Rita")).as("nothing of another's ticket").contains("\"links\":[]");
    assertThat(rows("Ana")).contains("\"links\":[{\"type\":\"blocks\",\"id\":2}]");
    assertThat(http("Rita", "GET", "/api/v1/tickets", "").body()).doesNotContain("other");
    assertThat(http("Ana", "GET", "/api/v1/tickets", "").body()).contains("other");
    assertThat(http("Rita", "GET", "/api/v1/tickets/1", "").statusCode()).isEqualTo(200);
  }
}
