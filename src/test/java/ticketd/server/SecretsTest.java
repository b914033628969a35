package ticketd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.journal.FileAccess;
import ticketd.server.log.InteractionLog;
import ticketd.server.log.LogFormat;
import ticketd.testing.ClosedDesk;
import ticketd.testing.HandTime;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;
import ticketd.wire.Language;

/**
 * Secrets are planted in everything that takes some, in the right place and in wrong ones, and
 * looked for in everything that is left behind: answers, logs, figures, files.
 */
class SecretsTest {
  private static final String TOKEN = "tkd_[0-9A-Za-z]{33}";
  private static final String CHOSEN = "planted, chosen password";
  private static final String OTHERS = "planted, given password";
  private static final String WRONG = "planted, wrong password";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final InteractionLog log =
      new InteractionLog(written, LogFormat.JSON, Language.EN, Clock.systemUTC());
  private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  /** What must be found nowhere, by what it is. */
  private final Map<String, String> planted = new LinkedHashMap<>();

  /** What is left behind, by where it was found. */
  private final Map<String, String> left = new LinkedHashMap<>();

  /** Each wrong password is forgiven before the next, or none would be looked at any more. */
  private final HandTime time = new HandTime();

  private ClosedDesk desk;
  private TestServer server;

  @BeforeEach
  void start() {
    warnings.start();
    root.addAppender(warnings);
    desk = ClosedDesk.in(folder);
    server = TestServer.start(TestServer.Setup.in(folder).by(time), log, FileAccess.system());
    for (String name : List.of("Jules", "Ana", "Rita")) {
      plantToken("the token of " + name, desk.token(name));
    }
    planted.put("the password", ClosedDesk.PASSWORD);
    planted.put("the chosen password", CHOSEN);
    planted.put("the given password", OTHERS);
    planted.put("the wrong password", WRONG);
  }

  @AfterEach
  void stop() {
    root.detachAppender(warnings);
  }

  private void plantToken(String what, @Nullable Object shown) {
    String token = String.valueOf(shown);
    assertThat(token).as(what).matches(TOKEN);
    planted.put(what, token.substring("tkd_".length()));
    planted.put(
        what + " as Basic",
        Base64.getEncoder().encodeToString(("x:" + token).getBytes(UTF_8)).substring(8, 48));
  }

  @Test
  void shouldBeFoundNowhere() throws Exception {
    onLines("text");
    assertThat(left.get("text [AUTH, Jules, " + ClosedDesk.PASSWORD + "]")).contains("Bonjour");
    onLines("json");
    overHttp();
    try (LineClient jules = desk.connect(server, "Jules")) {
      for (String request :
          List.of("LIST", "SHOW 1", "HISTORY 1", "STATS", "USER LIST", "TOKEN LIST")) {
        left.put(request, String.join("\n", jules.ask(request)));
      }
    }
    left.put("/metrics", http("GET", "/metrics", ""));
    server.close();
    log.close(Waiting.PATIENCE);
    assertThat(written.toString(UTF_8)).contains("\"identified\"");
    left.put("the log", written.toString(UTF_8));
    root.detachAppender(warnings);
    synchronized (warnings) {
      left.put("warnings", text(warnings.list));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        left.put(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    assertThat(left).containsKey(folder.resolve("tickets").toString());
    List<String> found = new ArrayList<>();
    left.forEach(
        (where, text) ->
            planted.forEach(
                (what, secret) -> {
                  if (text.contains(secret)) {
                    found.add(what + ": " + where);
                  }
                }));
    assertThat(found).isEmpty();
  }

  private static String text(List<ILoggingEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ILoggingEvent event : events) {
      text.append(event.getFormattedMessage()).append('\n');
      Optional.ofNullable(event.getThrowableProxy())
          .ifPresent(thrown -> text.append(ThrowableProxyUtil.asString(thrown)).append('\n'));
    }
    return text.toString();
  }

  private static String object(String name, String password) {
    return "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
  }

  private void onLines(String format) {
    String jules = desk.token("Jules");
    for (List<String> talk :
        List.of(
            List.of("AUTH " + jules, "AUTH " + object("Jules", ClosedDesk.PASSWORD), "WHOAMI"),
            List.of("AUTH " + jules + "x", "AUTH " + object("Ana", WRONG), "PING"),
            List.of("AUTH " + object("Jules", WRONG + "\\u0007"), "AUTH {\"" + WRONG + "\":1}"),
            List.of("AUTH " + jules, "SENDTICKET {\"title\":\"one\"}", "COMMENT 1 two"),
            List.of("AUTH", "Jules", ClosedDesk.PASSWORD),
            List.of("AUTH", "Jules", WRONG),
            List.of("AUTH " + jules, "PASSWD", WRONG, CHOSEN),
            List.of("AUTH " + jules, "PASSWD", ClosedDesk.PASSWORD, "short"),
            List.of("AUTH " + jules, "@k PASSWD", ClosedDesk.PASSWORD, CHOSEN),
            List.of("AUTH " + jules, "USER PASSWD Ana", OTHERS),
            List.of("AUTH " + jules, "USER PASSWD Nobody", OTHERS),
            List.of("AUTH " + jules, "USER ADD " + object("Ana", OTHERS)),
            List.of("AUTH " + jules, "USER ADD " + object("-", OTHERS)),
            List.of("AUTH " + jules, "@k USER ADD " + object("Eve", OTHERS)))) {
      say(format, talk);
    }
    // A token in a wrong place.
    String ana = desk.token("Ana");
    for (String request :
        List.of(
            ana,
            ana + " LIST",
            "@k AUTH " + ana,
            "@k " + ana,
            "IDENT !" + ana,
            "TOKEN " + ana,
            "TOKEN REVOKE " + ana,
            "USER " + ana,
            "USER ROLE Ana " + ana,
            "SHOW " + ana,
            "HISTORY 1 " + ana,
            "LIST " + ana + ":x",
            "LIST status:" + ana,
            "LIST limit:" + ana,
            "WATCH since:" + ana,
            "REPORT " + ana,
            "STATUS 1 " + ana,
            "PRIORITY 1 " + ana,
            "DUE 1 " + ana,
            "LINK 1 " + ana + " 1",
            "RATE 1 " + ana,
            "COMMENT " + ana + " x",
            "EDIT 1 {\"" + ana + "\":1}",
            "EDIT 1 {\"status\":\"" + ana + "\"}",
            "LANG " + ana,
            "FORMAT " + ana,
            "HELP " + ana)) {
      say(format, List.of("AUTH " + jules, request));
    }
    try (LineClient admin = desk.connect(server, "Jules")) {
      admin.status("FORMAT json");
      Map<String, Object> made = admin.statusJson("TOKEN NEW {\"label\":\"ci\"}");
      plantToken("a made token, " + format, made.get("token"));
      Map<String, Object> added = admin.statusJson("USER ADD {\"name\":\"Of " + format + "\"}");
      plantToken("a first token, " + format, added.get("token"));
    }
  }

  /** Everything that is answered to this. */
  private void say(String format, List<String> lines) {
    time.pass(Duration.ofSeconds(15));
    try (LineClient peer = server.connect()) {
      peer.send("FORMAT " + format);
      peer.send(lines.toArray(String[]::new));
      peer.finish();
      left.put(format + " " + lines, String.join("\n", peer.rest()));
    }
  }

  private String http(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    time.pass(Duration.ofSeconds(5));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.server().address().getPort() + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + "\n" + answer.headers().map() + "\n" + answer.body().strip();
  }

  private void ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    left.put(
        String.join(" ", method, path, body, String.join(" ", headers)),
        http(method, "/api/v1" + path, body, headers));
  }

  private void overHttp() throws IOException, InterruptedException {
    String ana = desk.token("Ana");
    String[] jules = {"Authorization", "Bearer " + desk.token("Jules")};
    ask("GET", "/whoami", "", jules);
    ask("PUT", "/session", object("Jules", WRONG));
    ask("PUT", "/session", "{\"tokn\":\"" + ana + "\"}");
    ask("PUT", "/session", "{\"token\":\"" + ana + "x\"}");
    ask("PUT", "/session", ana);
    ask("PUT", "/password", "{\"old\":\"" + WRONG + "\",\"new\":\"" + CHOSEN + "\"}", jules);
    ask("PUT", "/password", "{\"old\":\"" + WRONG + "\",\"" + CHOSEN + "\":1}", jules);
    ask("POST", "/users", object("Ana", OTHERS), jules);
    ask("PATCH", "/users/Nobody", "{\"password\":\"" + OTHERS + "\"}", jules);
    ask("PATCH", "/users/Ana", "{\"role\":\"" + ana + "\"}", jules);
    ask("PATCH", "/users/" + ana, "{\"role\":\"agent\"}", jules);
    ask("DELETE", "/tokens/" + ana, "", jules);
    ask("DELETE", "/tokens/1?name=" + ana, "", jules);
    ask("GET", "/tickets?q=" + ana + ":x", "", jules);
    ask("GET", "/tickets?" + ana + "=1", "", jules);
    ask("GET", "/tickets/" + ana, "", jules);
    ask("GET", "/" + ana, "", jules);
    ask("GET", "/events?since=" + ana, "", jules);
    ask("POST", "/tickets?priority=" + ana, "x", jules);
    ask("POST", "/tickets", "{\"" + ana + "\":1}", jules);
    ask("POST", "/batch", "[{\"verb\":\"" + ana + "\"}]", jules);
    ask("PUT", "/tickets/1/status", ana, jules);
    ask("PUT", "/tickets/1/status", "open", jules[0], jules[1], "If-Match", "\"" + ana + "\"");
    ask("GET", "/whoami", "", "Authorization", "Bearer " + ana + "x");
    ask("GET", "/whoami", "", "Authorization", "Digest " + ana);
    ask(
        "GET",
        "/whoami",
        "",
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(("x:" + ana + "x").getBytes(UTF_8)));
    ask(
        "GET",
        "/whoami",
        "",
        "Cookie",
        "ticketd-" + server.server().address().getPort() + "=" + ana + "x");
    String session = http("PUT", "/api/v1/session", object("Jules", ClosedDesk.PASSWORD));
    assertThat(session).startsWith("204").containsPattern(TOKEN);
    plantToken("a session", session.replaceFirst("(?s).*(" + TOKEN + ").*", "$1"));
    String made = http("POST", "/api/v1/tokens", "{}", jules);
    plantToken(
        "a token made over HTTP",
        Json.object(made.substring(made.lastIndexOf('\n') + 1)).get("token"));
  }
}
