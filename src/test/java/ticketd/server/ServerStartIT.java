package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the jar starts, or does not, as whoever starts it sees it. */
class ServerStartIT {
  @TempDir Path directory;

  private String store() {
    return directory.resolve("data/ticket_shm").toString();
  }

  @Test
  void shouldSayWhereItListensThenWhatItHolds() throws Exception {
    try (JarProcess server = JarProcess.run(Map.of(), "--port", "0", "--store", store())) {
      int port = server.port();
      try (TextPeer peer = new TextPeer(port)) {
        assertThat(peer.ask("PING")).containsExactly("[OK] PONG");
      }
      server.signal("TERM");
      server.status();

      assertThat(server.output())
          .startsWith(
              "[INFO] Serveur en écoute sur 127.0.0.1:" + port + "...",
              "[INFO] Dépôt " + store() + " : tickets 0, sync=always",
              "[INFO] Tableau à l'adresse http://127.0.0.1:" + port + "/");
    }
  }

  @Test
  void shouldSayItInEnglishAndLogInteractions() throws Exception {
    try (JarProcess server =
        JarProcess.run(Map.of("TICKETD_LANG", "en"), "server", "--port=0", "--store", store())) {
      int port = server.port();
      String peer;
      try (TextPeer jules = new TextPeer(port)) {
        peer = "[INFO] 127.0.0.1:" + jules.localPort();
        jules.ask("IDENT Jules");
        jules.ask("SENDTICKET {\"title\":\"x\"}");
        jules.ask("CLOSE 1");
        jules.ask("QUIT");
      }
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
      assertThat(server.output())
          .containsSubsequence(
              "[INFO] Server listening on 127.0.0.1:" + port + "...",
              "[INFO] Store " + store() + ": tickets 0, sync=always",
              "[INFO] Board at http://127.0.0.1:" + port + "/",
              peer + " connected",
              peer + " identified: Jules",
              peer + " Jules filed ticket #1",
              peer + " Jules changed ticket #1: closed",
              peer + " left: quit");
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void shouldSayThatTicketsInMemoryDoNotSurviveAReboot() throws Exception {
    Path file = Path.of("/dev/shm/ticketd-test-" + ProcessHandle.current().pid());
    try (JarProcess server =
        JarProcess.run(Map.of("TICKETD_STORE", file.toString()), "--port", "0")) {
      server.port();
      server.signal("TERM");
      server.status();

      assertThat(server.output().get(1))
          .isEqualTo(
              "[INFO] Dépôt "
                  + file
                  + " : tickets 0, sync=os ; en mémoire, les tickets ne survivent pas à un"
                  + " redémarrage de la machine");
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(Path.of(file + ".lock"));
    }
  }

  @Test
  void shouldPutTheStoreIntoTheStateDirectoryOfTheServiceManager() {
    try (JarProcess server =
        JarProcess.run(
            Map.of("STATE_DIRECTORY", directory.toString(), "HOME", "/nowhere"), "--port", "0")) {
      server.port();

      assertThat(directory.resolve("ticket_shm")).exists();
    }
  }

  @Test
  void shouldListenOnIpv6() throws Exception {
    try (JarProcess server =
        JarProcess.run(Map.of(), "--host", "::1", "--port", "0", "--store", store())) {
      assertThat(server.address()).isEqualTo("[::1]:" + server.port());
      try (TextPeer peer = new TextPeer(InetAddress.getAllByName("::1")[0], server.port())) {
        assertThat(peer.ask("PING")).containsExactly("[OK] PONG");
      }
    }
  }

  @Test
  void shouldWarnThatNamesAreClaimsWhenOthersCanReachIt() {
    try (JarProcess server =
        JarProcess.run(
            Map.of(),
            "--host=0.0.0.0",
            "--allow-remote",
            "--port=0",
            "--lang=en",
            "--store=" + store())) {
      server.port();
      server.signal("TERM");
      server.status();

      assertThat(server.errors()).singleElement().asString().contains("WARN", "names");
    }
  }

  @Test
  void shouldLogObjectsForProgramsByASetting() {
    try (JarProcess server =
        JarProcess.run(
            Map.of("TICKETD_LANG", "en"),
            List.of("-Dticketd.log.format=json"),
            UnaryOperator.identity(),
            "--host=0.0.0.0",
            "--allow-remote",
            "--port=0",
            "--store=" + store())) {
      String address = server.address();
      server.signal("TERM");
      server.status();

      assertThat(server.output().get(0))
          .matches("\\{\"timestamp\":\\d+,\"level\":\"INFO\",\"event\":\"listening\",.*}")
          .contains("\"address\":\"" + address + "\"", "Server listening on " + address + "...");
      assertThat(server.errors())
          .singleElement()
          .asString()
          .matches("\\{\"timestamp\":\\d+,\"level\":\"WARN\",.*}");
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("--prot", List.of("--prot", "1")),
        Arguments.of("--port", List.of("--port", "65536")),
        Arguments.of("--port", List.of("server", "--port", "x")),
        Arguments.of("--port", List.of("--port")),
        Arguments.of("--port", List.of("--port", "1", "--port", "2")),
        Arguments.of("--host", List.of("--host", "192.0.2.1")),
        Arguments.of("--sync", List.of("--sync", "sometimes")),
        Arguments.of("--lang", List.of("--lang", "de")),
        Arguments.of("--shm", List.of("--shm", "--store", "x")),
        Arguments.of("--config", List.of("--config", "/no/such/file")),
        Arguments.of("extra", List.of("server", "extra")),
        Arguments.of("--store", List.of()));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldEndWithTwoAndNameTheMistakeInOneLine(String name, List<String> arguments) {
    // Without HOME there is no place for a store either.
    try (JarProcess server = JarProcess.run(Map.of(), arguments.toArray(String[]::new))) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors()).singleElement().asString().contains(name);
      assertThat(server.output()).isEmpty();
    }
  }

  @Test
  void shouldShowHelpAndVersion() {
    try (JarProcess help = JarProcess.run(Map.of(), "--lang", "en", "--help")) {
      assertThat(help.status()).isZero();
      assertThat(String.join("\n", help.output()))
          .contains("--host", "--allow-remote", "--port", "--store", "--shm", "--sync", "--config");
    }
    try (JarProcess version = JarProcess.run(Map.of(), "--version")) {
      assertThat(version.status()).isZero();
      assertThat(version.output()).singleElement().asString().matches("ticketd \\d+\\.\\d+\\..*");
    }
  }

  private void shouldNotStart(String because, String... arguments) {
    try (JarProcess server = JarProcess.run(Map.of("TICKETD_LANG", "en"), arguments)) {
      assertThat(server.status()).isEqualTo(1);
      assertThat(server.errors())
          .singleElement()
          .asString()
          .startsWith("ticketd: cannot start: ")
          .containsIgnoringCase(because);
      assertThat(server.output()).isEmpty();
    }
  }

  @Test
  void shouldNotStartOnAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      shouldNotStart(
          "cannot listen on 127.0.0.1:" + port + ": Address already in use",
          "--port=" + port,
          "--store=" + store());
    }
  }

  @Test
  void shouldNotStartOnAFileThatIsNoStoreAndLeaveItAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "no store\n".repeat(1_000));

    shouldNotStart(file.toString(), "--port=0", "--store=" + file);
    assertThat(file).hasContent("no store\n".repeat(1_000));
  }

  @Test
  void shouldNotStartOnADirectory() {
    shouldNotStart(directory.toString(), "--port=0", "--store=" + directory);
  }

  @Test
  void shouldNotStartWhereNothingCanBeMade() {
    shouldNotStart(
        "/proc/ticketd: no directory can be made there",
        "--port=0",
        "--store=/proc/ticketd/ticket_shm");
  }

  /** What Pekko takes for its settings it alone knows: it names the place and what is wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pekko.actor.default-dispatcher.throughput=abc",
        "ticketd.store-dispatcher.type=Foo"
      })
  void shouldEndWithTwoWhereADispatcherIsSetToWhatCannotBe(String setting) {
    String store = directory.resolve("set").toString();
    try (JarProcess server =
        JarProcess.run(
            Map.of("TICKETD_LANG", "en"),
            List.of("-D" + setting),
            UnaryOperator.identity(),
            "--port=0",
            "--store=" + store)) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors()).hasSize(1);
    }
  }

  /** Whatever the locale of this process: the names are made of their bytes by a shell. */
  @Test
  void shouldSayThatTheLocaleCannotSpellAPathAndHowItCan() {
    String home =
        "HOME=$(printf '%s/ren\\303\\251' \"$0\") && export HOME && mkdir -p \"$HOME\" && ";
    List<String> here = List.of("sh", "-c", home + "exec \"$@\"", directory.toString());
    try (JarProcess server =
        JarProcess.run(Map.of("TICKETD_LANG", "en"), List.of(), behind(here), "--port=0")) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors())
          .singleElement()
          .asString()
          .startsWith("ticketd: HOME: the locale, whose character set is ")
          .contains("LC_ALL=C.UTF-8");
    }
    try (JarProcess server =
        JarProcess.run(
            Map.of("TICKETD_LANG", "en", "LC_ALL", "C.UTF-8"),
            List.of(),
            behind(here),
            "--port=0")) {
      server.port();
      server.signal("TERM");
      server.status();
      assertThat(server.output().get(1)).contains("/ren\u00e9/.local/share/ticketd/ticket_shm: ");
      assertThat(server.errors()).isEmpty();
    }
    String inside = "cd \"$0\"/ren* && exec \"$@\"";
    try (JarProcess server =
        JarProcess.run(
            Map.of("TICKETD_LANG", "en"),
            List.of(),
            behind(List.of("sh", "-c", inside, directory.toString())),
            "--port=0",
            "--store=here")) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors())
          .singleElement()
          .asString()
          .startsWith("ticketd: --store: the locale, ")
          .contains(directory + "/ren");
    }
    List<String> path =
        List.of("sh", "-c", "exec \"$@\" \"$(printf '%s/ren\\303\\251' \"$0\")\"", directory + "");
    try (JarProcess check =
        JarProcess.run(Map.of("TICKETD_LANG", "en"), List.of(), behind(path), "check")) {
      assertThat(check.status()).isEqualTo(2);
      assertThat(check.errors()).singleElement().asString().contains("LC_ALL=C.UTF-8");
    }
  }

  /** Started by another command, which this one is appended to. */
  private static UnaryOperator<ProcessBuilder> behind(List<String> command) {
    return builder -> {
      builder.command().addAll(0, command);
      return builder;
    };
  }

  @Test
  void shouldSayThatTheStoreWasForOthersToReadAndIsNoMore() throws Exception {
    Path store = Files.createFile(directory.resolve("store"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
    try (JarProcess server =
        JarProcess.run(Map.of(), "--lang=en", "--port=0", "--store=" + store)) {
      server.port();
      server.signal("TERM");
      server.status();

      assertThat(server.errors())
          .singleElement()
          .asString()
          .contains("WARN", "the file " + store + " could be read or written by others");
      assertThat(Files.getPosixFilePermissions(store))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void shouldNotStartWithAnotherSyncModeThanTheProcessesThatHaveTheStoreOpen() {
    try (JarProcess first =
        JarProcess.run(Map.of(), "--port=0", "--sync=always", "--store=" + store())) {
      first.port();

      shouldNotStart("always", "--port=0", "--sync=os", "--store=" + store());
    }
  }

  @Test
  void shouldLoadNothingOfTheOtherSubcommand() throws IOException {
    Path classes = directory.resolve("classes");
    List<String> logging = List.of("-Xlog:class+load:file=" + classes);
    try (JarProcess server =
        JarProcess.run(
            Map.of(), logging, UnaryOperator.identity(), "--port=0", "--store=" + store())) {
      server.port();
    }
    assertThat(Files.readString(classes))
        .contains("ticketd.server.")
        .doesNotContain("ticketd.client.", "org.jline.", "ticketd.http.", "org.apache.pekko.http.");
    try (JarProcess client =
        JarProcess.run(Map.of(), logging, UnaryOperator.identity(), "list", "--no-such-option")) {
      client.status();
    }
    assertThat(Files.readString(classes))
        .contains("ticketd.client.")
        .doesNotContain("ticketd.server.", "ticketd.store.");
  }
}
