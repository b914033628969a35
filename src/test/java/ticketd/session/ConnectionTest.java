package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.server.settings.Settings;
import ticketd.testing.LineClient;
import ticketd.testing.ReplyGrammar;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** A connection's lines from its first byte to its end: sections 1 and 2 of the protocol. */
class ConnectionTest {
  private static final int MAX_LINE = 262_144;

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() {
    LineClient client = server.connect();
    List<String> requests = new ArrayList<>(List.of("IDENT Ana"));
    List<String> expected = new ArrayList<>(List.of("[OK] Hello Ana"));
    for (int i = 1; i <= 500; i++) {
      requests.addAll(
          List.of("SENDTICKET {\"title\":\"t\"}", "PING", "SENDTICKET", "a", "b", "IDENT Ana" + i));
      expected.addAll(
          List.of(
              "[OK] Ticket added (#" + (2 * i - 1) + ")",
              "[OK] PONG",
              "Title:",
              "Description:",
              "[OK] Ticket added (#" + 2 * i + ")",
              "[OK] Hello Ana" + i));
    }
    client.send(requests.toArray(String[]::new)).finish();
    assertThat(client.rest()).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldShowAReadEveryChangePipelinedBeforeIt() {
    LineClient client = server.connect("Ana");
    String[] requests =
        IntStream.range(0, 200)
            .boxed()
            .flatMap(i -> List.of("SENDTICKET {\"title\":\"t\"}", "LIST id:1000..").stream())
            .toArray(String[]::new);
    client.send(requests).send("LIST");
    for (int i = 0; i < 400; i++) {
      client.reply();
    }
    assertThat(client.reply()).hasSize(201);
  }

  @Test
  void shouldWriteWhatItOwesToAPeerThatClosedItsSide() {
    LineClient filer = server.connect("Ana");
    for (int i = 0; i < 2_000; i++) {
      filer.send("SENDTICKET {\"title\":\"" + "x".repeat(200) + "\"}");
    }
    for (int i = 0; i < 2_000; i++) {
      filer.reply();
    }
    LineClient client = server.connect();
    client.send("PING", "LIST", "LIST", "LIST").sendRaw("PING").finish();
    List<String> rest = client.rest();
    assertThat(rest).hasSize(1 + 3 * 2_001).endsWith("[OK] 2000 tickets");
    assertThat(rest).filteredOn("[OK] PONG"::equals).hasSize(1);
  }

  @Test
  void shouldNeverExecuteALastLineWithoutTerminator() {
    LineClient client = server.connect("Ana");
    client.send("SENDTICKET {\"title\":\"a\"}").sendRaw("SENDTICKET {\"title\":\"b\"}").finish();
    assertThat(client.rest()).containsExactly("[OK] Ticket added (#1)");
    LineClient carriage = server.connect("Ana");
    carriage.sendRaw("SENDTICKET {\"title\":\"c\"}\r").finish();
    assertThat(carriage.rest()).isEmpty();
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "EXIT", "quit", " Exit "})
  void shouldExecuteNothingBehindQuit(String quit) {
    LineClient client = server.connect("Ana");
    client.send("PING", quit, "SENDTICKET {\"title\":\"a\"}", "PING");
    assertThat(client.rest()).containsExactly("[OK] PONG", "[OK] Bye...");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldIgnoreBlankLines() {
    LineClient client = server.connect();
    client.send("", "   ", "\t", " \t \r", "\r", "PING", "").finish();
    assertThat(client.rest()).containsExactly("[OK] PONG");
  }

  @Test
  void shouldTakeVerbsInAnyCaseAndAnyNumberOfSpaces() {
    LineClient client = server.connect();
    client.send("  ident   Ana Lyse  ", "Ping\r", "@k   sEnDtIcKeT   {\"title\":\"a\"}  ", "lIsT ");
    client.finish();
    assertThat(client.rest())
        .startsWith("[OK] Hello Ana Lyse", "[OK] PONG", "[OK] Ticket added (#1)")
        .endsWith("[OK] 1 ticket");
  }

  @Test
  void shouldTakeALineAsLongAsTheLimit() {
    LineClient client = server.connect("Ana");
    for (String end : List.of("\n", "\r\n")) {
      client.sendRaw("PING" + " ".repeat(MAX_LINE - 4) + end);
      assertThat(client.reply()).containsExactly("[OK] PONG");
    }
  }

  @Test
  void shouldTakeALineAsLongAsTheLimitWhoseTerminatorComesInTwoReads() {
    LineClient client = server.connect("Ana");
    LineClient other = server.connect();
    for (String line : List.of("PING" + " ".repeat(MAX_LINE - 4), "PING")) {
      client.sendRaw(line + "\r");
      // By then the server has read what came before.
      for (int i = 0; i < 5; i++) {
        other.status("PING");
      }
      client.sendRaw("\nPING\n");
      assertThat(client.reply()).containsExactly("[OK] PONG");
      assertThat(client.reply()).containsExactly("[OK] PONG");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void shouldCloseAtALineOverTheLimitBehindTheLinesBeforeIt(String end) {
    LineClient client = server.connect("Ana");
    client.sendRaw(
        "SENDTICKET {\"title\":\"a\"}\nPING\nPING"
            + " ".repeat(MAX_LINE - 3)
            + (end.isEmpty() ? "x" : end)
            + "SENDTICKET {\"title\":\"b\"}\n");
    List<String> rest = client.rest();
    assertThat(rest).hasSize(3).startsWith("[OK] Ticket added (#1)", "[OK] PONG");
    assertThat(ReplyGrammar.outcome(rest.get(2))).isEqualTo("line-too-long");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
  }

  /** All of it in one read, so that the whole lines share it with the one that is too long. */
  @Test
  void shouldExecuteTheLinesThatShareAReadWithOneOverTheLimit() {
    server.close();
    TestServer.Setup setup = TestServer.Setup.in(folder).speaking(Locale.ENGLISH);
    Settings.Limits usual = setup.limits();
    server =
        TestServer.start(
            setup.with(
                new Settings.Limits(
                    100,
                    usual.unfinishedLinesBytes(),
                    usual.maxConnections(),
                    usual.idleTimeout(),
                    usual.firstRequestTimeout(),
                    usual.lineTimeout(),
                    usual.stallTimeout())));
    for (String behind : List.of("\nPING\n", "\r\nPING\n", "x\nPING\n", "\n", "x")) {
      LineClient client = server.connect();
      client.sendRaw("PING\nPING" + " ".repeat(96) + "\r\nPING" + " ".repeat(97) + behind);
      List<String> rest = client.rest();
      assertThat(rest).hasSize(3).startsWith("[OK] PONG", "[OK] PONG");
      assertThat(ReplyGrammar.outcome(rest.get(2))).isEqualTo("line-too-long");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:12345\r\n\r\n",
        "POST /x?y=z HTTP/1.1\r\nContent-Length: 30\r\n\r\nIDENT x\nSENDTICKET {\"title\":\"a\"}\n",
        "OPTIONS * HTTP/1.0\n\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void shouldTellHttpThatItIsNotThisProtocolWhereThereAreLinesAlone(String hello) {
    server.close();
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH).withoutHttp());
    shouldTellAnotherProtocolThatItIsNotThisOne(hello);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "M-SEARCH * HTTP/1.1\r\nHOST: x\r\n\r\nIDENT x\nSENDTICKET {\"title\":\"a\"}\n",
        "\r\n \t\n\nGET / HTTP/1.1\r\n\r\nIDENT x\nSENDTICKET {\"title\":\"a\"}\n",
        "get / HTTP/1.1\nIDENT x\nSENDTICKET {\"title\":\"a\"}\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000PING\nPING\n",
        "\u0016"
      })
  void shouldTellAnotherProtocolThatItIsNotThisOne(String hello) {
    LineClient client = server.connect();
    client.sendRaw(hello.getBytes(StandardCharsets.ISO_8859_1));
    List<String> rest = client.rest();
    assertThat(rest).hasSize(1);
    assertThat(ReplyGrammar.outcome(rest.get(0))).isEqualTo("not-this-protocol");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @ParameterizedTest
  @CsvSource({"LIST HTTP/1.1, OK", "FOO HTTP/1.1, unknown-command", "HTTP/1.1, unknown-command"})
  void shouldTakeLessThanARequestLineForARequestOfItsOwn(String line, String outcome) {
    LineClient client = server.connect();
    assertThat(client.outcome(line)).isEqualTo(outcome);
    assertThat(client.outcome("PING")).isEqualTo("OK");
  }

  @Test
  void shouldTakeHttpBehindTheFirstLineForARequestLikeAnother() {
    LineClient client = server.connect();
    assertThat(client.status("PING")).isEqualTo("[OK] PONG");
    assertThat(client.outcome("GET / HTTP/1.1")).isEqualTo("unknown-command");
    assertThat(client.outcome("PING")).isEqualTo("OK");
  }

  @Test
  void shouldCloseAtTheTwentiethErrorInARow() {
    LineClient client = server.connect();
    for (String request : List.of("FOO", "SHOW x", "LIST \u0001", "TAKE 1", "SENDTICKET\na\nb")) {
      for (int i = 0; i < (request.startsWith("SENDTICKET") ? 3 : 4); i++) {
        client.send(request.split("\n"));
        client.reply();
      }
    }
    client.send("SENDTICKET", "a", "b", "PING", "PING");
    List<String> rest = client.rest();
    assertThat(rest).hasSize(3).startsWith("Title:", "Description:");
    assertThat(ReplyGrammar.outcome(rest.get(2))).isEqualTo("too-many-errors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PING", "SHOW 1", "COMMENT 1 a", "WATCH since:9"})
  void shouldForgiveErrorsAtAnyOtherAnswer(String request) {
    LineClient client = server.connect("Ana");
    for (int i = 0; i < 3; i++) {
      List<String> lines = new ArrayList<>(Collections.nCopies(19, "FOO"));
      lines.add(request);
      client.send(lines.toArray(String[]::new));
      lines.forEach(line -> client.reply());
    }
    assertThat(client.outcome("PING")).isEqualTo("OK");
  }

  @Test
  void shouldSayNothingBeforeTheFirstRequest() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void shouldPassOnRepliesBeforeAllOfThemAreMade() throws IOException {
    LineClient ana = server.connect("Ana");
    String text = "x".repeat(32_000);
    ana.status("SENDTICKET {\"title\":\"a\"}");
    for (int i = 0; i < 100; i++) {
      ana.status("COMMENT 1 " + text);
    }
    // Asked for in one write: together more than this process may have in memory.
    long shows = 1 + Runtime.getRuntime().maxMemory() / (100L * text.length());
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write("SHOW 1\n".repeat((int) shows).getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      long size = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      assertThat(size).isGreaterThan(shows * 100 * text.length());
    }
  }

  @Test
  void shouldDrainWhenItEnds() {
    LineClient busy = server.connect("Ana");
    LineClient idle = server.connect();
    assertThat(idle.status("PING")).isEqualTo("[OK] PONG");
    busy.send(Collections.nCopies(200, "SENDTICKET {\"title\":\"a\"}").toArray(String[]::new));
    assertThat(busy.reply()).containsExactly("[OK] Ticket added (#1)");
    CompletionStage<Void> stopped = server.server().stop(Waiting.PATIENCE);
    List<String> rest = busy.rest();
    for (int i = 0; i < rest.size() - 1; i++) {
      assertThat(rest.get(i)).isEqualTo("[OK] Ticket added (#" + (i + 2) + ")");
    }
    assertThat(ReplyGrammar.outcome(rest.get(rest.size() - 1))).isEqualTo("shutting-down");
    assertThat(idle.rest())
        .singleElement()
        .satisfies(line -> assertThat(ReplyGrammar.outcome(line)).isEqualTo("shutting-down"));
    // Until they close theirs, too, the server waits for what they may still send.
    busy.close();
    idle.close();
    stopped.toCompletableFuture().join();
  }
}
