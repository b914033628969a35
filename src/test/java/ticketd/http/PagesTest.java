package ticketd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.door.Peer;
import ticketd.wire.Language;
import ticketd.wire.Refusal;

class PagesTest {
  private static final String SCRIPT = "more();".repeat(100);
  private static final String INDEX =
      "<link rel=stylesheet href=/assets/board.css><script type=module src=/assets/app.js>\n";
  private static final Pattern ASSET = Pattern.compile("/assets/[^\\s\"'<>]+");

  @TempDir static Path folder;
  private static LocalDoor door;

  @BeforeAll
  static void open() {
    door = new LocalDoor(folder);
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("index.html", INDEX.getBytes(UTF_8));
    files.put("app.js", ("// The shell.\nimport './more.js';\n" + SCRIPT + "\n").getBytes(UTF_8));
    files.put("more.js", "export const é = 1;\n".getBytes(UTF_8));
    files.put("board.css", "body { margin: 0 }\n".getBytes(UTF_8));
    files.put("icon.svg", "<svg/>".getBytes(UTF_8));
    return files;
  }

  private static HttpResponse get(Map<String, byte[]> files, String path, String... headers) {
    Router.Place place = new Router(new Pages(BoardFiles.of(files)).all()).find(path).orElseThrow();
    HttpRequest request = HttpRequest.GET(path);
    for (int i = 0; i < headers.length; i += 2) {
      request = request.addHeader(RawHeader.create(headers[i], headers[i + 1]));
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Call call =
        new Call(
            request,
            place.variables(),
            Params.NONE,
            ByteString.emptyByteString(),
            Asker.NOBODY,
            Language.EN,
            new Peer("127.0.0.1:1", loopback, 12345, false),
            new Caller(loopback, true));
    try {
      return place
          .route(request.method())
          .orElseThrow()
          .handler()
          .handle(call)
          .toCompletableFuture()
          .join();
    } catch (Refusal refusal) {
      throw new AssertionError(refusal);
    }
  }

  private static String text(HttpResponse response) {
    return ((HttpEntity.Strict) response.entity()).getData().utf8String();
  }

  private static String header(HttpResponse response, String name) {
    return Heads.value(response, name).orElse("");
  }

  private static List<String> assets(String page) {
    return ASSET.matcher(page).results().map(MatchResult::group).toList();
  }

  @Test
  void shouldServeOnePageEverywhereAndWhatItIsMadeOfUnderItsVersion() {
    String page = text(get(files(), "/"));
    assertThat(assets(page)).hasSize(2);
    for (String path : List.of("/board", "/t/7", "/new", "/stats", "/login")) {
      assertThat(text(get(files(), path))).isEqualTo(page);
    }
    String script = assets(page).get(1);
    assertThat(script).matches("/assets/[0-9a-f]{16}/app\\.js");
    assertThat(text(get(files(), script))).isEqualTo("const é=1;" + SCRIPT);
  }

  /** As a browser gets them: each answer by itself. */
  @Test
  void shouldSendSmallModules() {
    int plain = 0;
    int coded = 0;
    for (Route route : new Pages().all()) {
      String path = route.template();
      if (path.endsWith(".js")) {
        String module = door.askAs("", "GET", path, "").body();
        assertThat(ModuleText.sent(module)).describedAs(path).isEqualTo(module);
        plain += module.getBytes(UTF_8).length;
        coded += size(door.askAs("", "GET", path, "", "Accept-Encoding", "gzip"));
      }
    }
    assertThat(plain).isBetween(40_000, 60_000);
    assertThat(coded).isBetween(10_000, 20_000);
  }

  private static int size(LocalDoor.Reply reply) {
    assertThat(reply.header("Content-Encoding")).contains("gzip");
    return Math.toIntExact(reply.head().entity().getContentLengthOption().orElseThrow());
  }

  @Test
  void shouldServeWhatTheBuildMadeAsWhatIsMadeNow(@TempDir Path jar) throws IOException {
    Path made = jar.resolve("ticketd/board/sent");
    BoardFiles.write(made);
    BoardFiles now = BoardFiles.ofThisProgram();
    BoardFiles before = BoardFiles.madeIn(made);
    assertThat(before.version()).isEqualTo(now.version());
    assertThat(before.files().keySet()).isEqualTo(now.files().keySet()).contains("app.js");
    now.files()
        .forEach(
            (name, file) -> {
              SentFile same = Objects.requireNonNull(before.files().get(name));
              assertThat(same.plain()).as(name).isEqualTo(file.plain());
              assertThat(same.gzip()).as(name).isEqualTo(file.gzip());
              assertThat(same.hash()).as(name).isEqualTo(file.hash());
            });
  }

  @Test
  void shouldHaveAnotherVersionWhenAnyFileIsAnother() {
    Map<String, byte[]> changed = files();
    changed.put("more.js", "export const é = 2;\n".getBytes(UTF_8));
    assertThat(assets(text(get(changed, "/")))).isNotEqualTo(assets(text(get(files(), "/"))));
    assertThat(assets(text(get(files(), "/")))).isEqualTo(assets(text(get(files(), "/"))));
    Router router = new Router(new Pages(BoardFiles.of(files())).all());
    assertThat(router.find(assets(text(get(changed, "/"))).get(0))).isEmpty();
    assertThat(router.find("/assets/app.js")).isEmpty();
  }

  @Test
  void shouldLetABrowserKeepAssetsAndAskForPages() {
    HttpResponse page = get(files(), "/");
    assertThat(header(page, "cache-control")).isEqualTo("no-cache");
    HttpResponse asset = get(files(), assets(text(page)).get(0));
    assertThat(header(asset, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(asset, "etag")).isNotEqualTo(header(page, "etag")).matches("\"\\w+\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gzip"})
  void shouldNotSendAgainWhatABrowserHas(String coding) {
    String tag = header(get(files(), "/", "Accept-Encoding", coding), "etag");
    for (String had : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      HttpResponse again = get(files(), "/", "Accept-Encoding", coding, "If-None-Match", had);
      assertThat(again.status().intValue()).as(had).isEqualTo(304);
      assertThat(text(again)).isEmpty();
      assertThat(header(again, "etag")).isEqualTo(tag);
    }
    assertThat(
            get(files(), "/", "Accept-Encoding", coding, "If-None-Match", "\"x\", \"y\"")
                .status()
                .intValue())
        .isEqualTo(200);
  }

  @Test
  void shouldServeGzipToWhoeverTakesItWhereItIsSmaller() throws IOException {
    String script = assets(text(get(files(), "/"))).get(1);
    HttpResponse coded = get(files(), script, "Accept-Encoding", "gzip");
    assertThat(header(coded, "content-encoding")).isEqualTo("gzip");
    assertThat(header(coded, "etag")).isNotEqualTo(header(get(files(), script), "etag"));
    byte[] bytes = ((HttpEntity.Strict) coded.entity()).getData().toArray();
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(new String(plain.readAllBytes(), UTF_8)).isEqualTo("const é=1;" + SCRIPT);
    }
    HttpResponse small =
        get(files(), script.replace("app.js", "icon.svg"), "Accept-Encoding", "gzip");
    assertThat(header(small, "content-encoding")).isEmpty();
    assertThat(header(small, "vary")).isEqualTo("Accept-Encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "app.js, text/javascript; charset=UTF-8",
    "board.css, text/css; charset=UTF-8",
    "icon.svg, image/svg+xml",
  })
  void shouldSayWhatAFileIs(String name, String type) {
    String folderOfAssets = assets(text(get(files(), "/"))).get(0).replace("board.css", "");
    assertThat(get(files(), folderOfAssets + name).entity().getContentType()).hasToString(type);
  }

  @Test
  void shouldRefuseAFileOfWhichNobodyKnowsWhatItIs() {
    Map<String, byte[]> strange = files();
    strange.put("notes.txt~", new byte[0]);
    assertThatThrownBy(() -> new Pages(BoardFiles.of(strange)).all())
        .hasMessageContaining("notes.txt~");
  }

  @Test
  void shouldServeTheBoard() {
    LocalDoor.Reply page = door.askAs("", "GET", "/", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("text/html; charset=UTF-8");
    assertThat(page.header("Content-Security-Policy").orElse(""))
        .contains(
            "default-src 'none';",
            "script-src 'self';",
            "style-src 'self';",
            "frame-ancestors 'none';",
            "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(assets(page.body())).isNotEmpty();
    List<String> statuses = new ArrayList<>();
    for (String asset : assets(page.body())) {
      LocalDoor.Reply reply = door.askAs("", "GET", asset, "");
      statuses.add(asset + " " + reply.status());
      assertThat(reply.header("Cross-Origin-Resource-Policy")).contains("same-origin");
    }
    assertThat(statuses).allMatch(status -> status.endsWith(" 200"));
    assertThat(door.askAs("ana", "GET", "/t/7", "").body()).isEqualTo(page.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/x/../../ticketd/wire/messages_fr.properties",
        "/assets/%2e%2e/%2e%2e/wire/messages_fr.properties",
        "/assets/..%2fwire%2fmessages_fr.properties",
        "/index.html",
        "/assets/",
        "/t/7/",
        "/t/",
        "/t/7/8",
      })
  void shouldServeNothingElse(String path) {
    LocalDoor.Reply reply = door.askAs("", "GET", path, "");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json()).containsEntry("code", "bad-request");
  }
}
