package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ScriptedServer;
import ticketd.client.link.Failure;
import ticketd.client.link.RequestLine;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Hosts;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

class ShellTest {
  /** A person who types these lines and then Ctrl-D. */
  private static final class Typist implements Console {
    private final Deque<String> lines;
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Runnable ctrlC = () -> {};

    Typist(String... lines) {
      this.lines = new ArrayDeque<>(List.of(lines));
    }

    @Override
    public Input read(String prompt, Purpose purpose) {
      asked.add(purpose + " " + prompt.strip());
      return lines.isEmpty() ? new End() : new Typed(lines.remove());
    }

    @Override
    public int dropPasted() {
      int count = lines.size();
      lines.clear();
      return count;
    }

    @Override
    public void show(String line) {
      shown.add(line);
    }

    @Override
    public void lend(Program program) throws Failure, IOException {
      program.run();
    }

    @Override
    public int width() {
      return 80;
    }

    @Override
    public void onInterrupt(Runnable action) {
      ctrlC = action;
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldNotCallAConnectionLostThatIsOnlyNotReadyYet() throws Exception {
    Typist typist = new Typist("PING");
    Shell shell = new Shell(typist, new Painter(false), Texts.in(Language.EN), Map.of());
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerAddress address = new ServerAddress("127.0.0.1", slow.getLocalPort());
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Thread person = new Thread(() -> status.complete(run(shell, address)), "person");
      person.start();
      await().until(() -> person.getState() == Thread.State.WAITING);
      try (Socket peer = slow.accept()) {
        BufferedReader requests =
            new BufferedReader(
                new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
        for (String reply : List.of("[OK] English", "[OK] PONG", "[OK] Bye...")) {
          requests.readLine();
          peer.getOutputStream().write((reply + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(status.get(60, TimeUnit.SECONDS)).isZero();
      }
    }
    assertThat(typist.shown).containsExactly("[OK] PONG", "Bye...");
  }

  @Test
  void shouldTakeWhatIsWrittenInAnEditor(@TempDir Path folder) throws Exception {
    Path editor = folder.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\nprintf 'one\\n\\n two\\n' >\"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of("TICKETD_EDITOR", editor.toString(), "HOME", folder.toString());
    Typist typist =
        new Typist("IDENT Ana", "SENDTICKET", "t", "\\e", "COMMENT 1 \\e", "SHOW 1", "C:\\e");
    try (TestServer server = TestServer.start(folder)) {
      ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort());
      Shell shell = new Shell(typist, new Painter(false), Texts.in(Language.EN), environment);
      assertThat(run(shell, address)).isZero();
    }
    assertThat(typist.shown)
        .contains("[OK] Ticket added (#1)", "[OK] Comment added (#1)")
        .containsSubsequence("  one", "   two", "  one", "   two");
  }

  @Test
  void shouldKeepWhatWasWrittenInAnEditorUntilItIsStored(@TempDir Path folder) throws Exception {
    Path editor = folder.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\nprintf 'one\\n two\\n' >\"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of("TICKETD_EDITOR", editor.toString(), "HOME", folder.toString());
    Path drafts = folder.resolve(".local/state/ticketd");
    Typist typist =
        new Typist(
            "IDENT Ana",
            "COMMENT 9 \\e",
            "SHOW 9 \\e",
            "AUTH \\e",
            "SENDTICKET",
            "t",
            "\\e",
            "COMMENT 1 \\e");
    try (TestServer server = TestServer.start(folder)) {
      ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort());
      Shell shell = new Shell(typist, new Painter(false), Texts.in(Language.EN), environment);
      assertThat(run(shell, address)).isZero();
    }
    List<Path> kept;
    try (var files = Files.list(drafts)) {
      kept = files.toList();
    }
    assertThat(kept).hasSize(2).allSatisfy(draft -> assertThat(draft).hasContent("one\n two"));
    assertThat(typist.shown)
        .filteredOn(line -> line.contains("kept in"))
        .containsExactlyInAnyOrderElementsOf(
            kept.stream().map(draft -> "* what was written is kept in " + draft).toList());
    assertThat(typist.shown).contains("[OK] Ticket added (#1)", "[OK] Comment added (#1)");
  }

  @Test
  void shouldShowOfARequestNoCharacterThatRulesATerminal() {
    Typist typist = new Typist();
    shell(typist)
        .onNotRestored(
            RequestLine.parse("WATCH text:\u001b]0;title\u0007"), "[ERR] bad-request: no");
    assertThat(typist.shown)
        .singleElement()
        .asString()
        .contains("WATCH text:<U+001B>]0;title<U+0007> refused");
  }

  @Test
  void shouldLeaveARequestByCtrlCAndSendNothingPastedBehindIt() throws Exception {
    Typist typist = new Typist("TAKE 1 \u001b[2J", "CLOSE 1", "CLOSE 2");
    try (ScriptedServer server = ScriptedServer.start((n, r) -> List.of(ScriptedServer.LEAVE))) {
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Shell shell = shell(typist);
      ServerAddress address = server.address();
      Thread person = new Thread(() -> status.complete(run(shell, address)), "person");
      person.start();
      await().until(() -> typist.shown.toString().contains("connection lost"));
      typist.ctrlC.run();
      assertThat(status.get(60, TimeUnit.SECONDS)).isZero();
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(typist.shown)
        .anyMatch(line -> line.endsWith(" TAKE 1 <U+001B>[2J"))
        .contains("* lines of the paste that were not sent: 2")
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void shouldTellThatNoEditorIsChosenAndAskAgain() throws Exception {
    Typist typist = new Typist("\\e", "QUIT");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerAddress address = new ServerAddress("127.0.0.1", silent.getLocalPort());
      Thread person =
          new Thread(
              () ->
                  run(
                      new Shell(typist, new Painter(false), Texts.in(Language.EN), Map.of()),
                      address));
      person.setDaemon(true);
      person.start();
      await().until(() -> typist.shown.toString().contains("TICKETD_EDITOR"));
    }
  }

  /** Sent twice there would be two, and nobody has the first. */
  @Test
  void shouldAskForATokenOnceWhereTheAnswerIsLost() throws Exception {
    Typist typist = new Typist("TOKEN NEW {}", "TOKEN LIST");
    try (ScriptedServer server =
        ScriptedServer.start((n, r) -> List.of(n < 2 ? ScriptedServer.HANG_UP : "[OK]"))) {
      run(new Shell(typist, new Painter(false), Texts.in(Language.EN), Map.of()), server.address());

      assertThat(server.requests())
          .containsExactly("TOKEN NEW {}", "TOKEN LIST", "TOKEN LIST", "QUIT");
    }
    assertThat(typist.shown)
        .contains("* the connection to the server is lost; it is not known whether it was done");
  }

  @Test
  void shouldSignInByTheTokenBeforeTheFirstPrompt(@TempDir Path folder) {
    ClosedDesk desk = ClosedDesk.in(folder);
    Typist typist = new Typist("WHOAMI");
    try (TestServer server = TestServer.start(folder)) {
      Token token = Token.of(desk.token("Ana")).orElseThrow();
      run(shell(typist), new ServerAddress("127.0.0.1", server.port()).with(token));
    }
    assertThat(typist.shown)
        .startsWith("[OK] Hello Ana (agent)", " name: Ana")
        .noneMatch(line -> line.contains("tkd_"));
  }

  @Test
  void shouldAskForSecretsWithoutShowingThem(@TempDir Path folder) {
    ClosedDesk.in(folder);
    String next = "a password that comes next";
    Typist typist =
        new Typist(
            "AUTH",
            "jules",
            ClosedDesk.PASSWORD,
            "PASSWD",
            ClosedDesk.PASSWORD,
            next,
            next + "!",
            "USER PASSWD Zoé \u00a9",
            "PASSWD",
            ClosedDesk.PASSWORD,
            next,
            next,
            "USER PASSWD Ana",
            next,
            next,
            "WHOAMI");
    try (TestServer server = TestServer.start(folder)) {
      run(shell(typist), new ServerAddress("127.0.0.1", server.port()));
    }
    assertThat(typist.asked)
        .containsExactly(
            "REQUEST >",
            "ANSWER Name:",
            "SECRET Password:",
            "REQUEST >",
            "SECRET Old password:",
            "SECRET New password:",
            "SECRET New password again:",
            "REQUEST >",
            "REQUEST >",
            "SECRET Old password:",
            "SECRET New password:",
            "SECRET New password again:",
            "REQUEST >",
            "SECRET New password:",
            "SECRET New password again:",
            "REQUEST >",
            "REQUEST >");
    assertThat(typist.shown)
        .containsSubsequence(
            "[OK] Hello Jules (admin)",
            "* the two are not the same; nothing was changed",
            "[OK] Password of Jules set",
            "[OK] Password of Ana set",
            " name: Jules")
        .noneMatch(line -> line.contains(ClosedDesk.PASSWORD) || line.contains(next));
  }

  @Test
  void shouldNeitherAskForNorSendASecretInPlainToAnotherHost() throws IOException {
    Typist typist = new Typist("AUTH", "PASSWD", "USER PASSWD Ana", "AUTH tkd_x", "PING");
    Token token = Token.mint(new SecureRandom());
    try (ScriptedServer host =
        ScriptedServer.start(Hosts.otherThanLoopback(), (connection, line) -> List.of("[OK]"))) {
      run(shell(typist), host.address().with(token));
      assertThat(host.requests()).containsExactly("QUIT");
    }
    assertThat(typist.asked).noneMatch(asked -> asked.startsWith("SECRET"));
    assertThat(typist.shown).filteredOn(line -> line.contains("tls://")).hasSize(5);
  }

  private static Shell shell(Typist typist) {
    return new Shell(typist, new Painter(false), Texts.in(Language.EN), Map.of());
  }

  private static int run(Shell shell, ServerAddress address) {
    try {
      return shell.run(address, Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
