package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.link.ExitStatus;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.server.tls.TlsFiles;
import ticketd.testing.Authority;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Hosts;
import ticketd.testing.TestServer;
import ticketd.testing.Threads;
import ticketd.tls.Credentials;
import ticketd.wire.Language;

/** A client makes sure of whom it talks to before it says anything. */
class TlsCommandsTest {
  private static final Authority AUTHORITY = Authority.create("ours");

  @TempDir Path folder;
  private Path authority;
  private Optional<TestServer> server = Optional.empty();

  @BeforeEach
  void write() {
    authority = AUTHORITY.writeCertificate(folder.resolve("ca.pem"));
  }

  @AfterEach
  void stop() {
    server.ifPresent(TestServer::close);
  }

  private TestServer serve(Credentials pair) {
    TestServer started = TestServer.start(TestServer.Setup.in(folder).over(files(pair)));
    server = Optional.of(started);
    return started;
  }

  private TlsFiles files(Credentials pair) {
    return new TlsFiles(
        Authority.writeChain(pair, folder.resolve("chain.pem")),
        Authority.writeKey(pair, folder.resolve("key.pem")),
        Optional.empty());
  }

  private record Ran(int status, String output, String errors) {}

  private static Ran run(String... args) {
    return run(Map.of(), args);
  }

  private static Ran run(Map<String, String> variables, String... args) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TICKETD_USER", "Zoé");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN),
            Map.copyOf(environment),
            new ByteArrayInputStream(new byte[0]),
            new Output(out),
            new Output(err),
            Map.of());
    try {
      int status = Commands.run(args, surroundings).orElseThrow();
      surroundings.out().flush();
      return new Ran(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Ran stats(String server) {
    return run("stats", "--server", server, "--ca", authority.toString());
  }

  private static void assertUnreachable(Ran ran, String reason) {
    assertThat(ran.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(ran.errors()).contains("cannot be reached: " + reason);
    assertThat(ran.output()).isEmpty();
  }

  @Test
  void shouldWorkOverTlsByNameAndByAddress() {
    int port = serve(AUTHORITY.issue("localhost", "127.0.0.1")).port();

    assertThat(run("create", "-t", "a", "--tls", "--ca=" + authority, "--server=localhost:" + port))
        .isEqualTo(new Ran(ExitStatus.DONE, "#1\n", ""));
    assertThat(stats("tls://127.0.0.1:" + port).output()).contains("tickets").doesNotContain("[");
    Ran bench =
        run(
            "bench",
            "-c",
            "3",
            "-P",
            "16",
            "-n",
            "3000",
            "-r",
            "PING",
            "-r",
            "LIST",
            "--json",
            "--server=tls://localhost:" + port,
            "--ca=" + authority);
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.output().lines()).hasSize(2).allMatch(line -> line.contains("\"errors\":0"));
  }

  @Test
  void shouldRefuseACertificateOfAnotherAuthority() {
    int port = serve(Authority.create("false").issue("localhost")).port();

    assertUnreachable(stats("tls://localhost:" + port), "its certificate is of no authority");
    assertUnreachable(
        run("stats", "--tls", "--server", "localhost:" + port),
        "its certificate is of no authority");
  }

  @Test
  void shouldRefuseACertificateForAnotherName() {
    int port = serve(AUTHORITY.issue("desk.example", "192.0.2.1")).port();

    assertUnreachable(stats("tls://localhost:" + port), "its certificate is for another name");
    assertUnreachable(stats("tls://127.0.0.1:" + port), "its certificate is for another name");
  }

  @Test
  void shouldRefuseACertificateThatIsOver() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    int port = serve(AUTHORITY.issue("EC", yesterday, "localhost")).port();

    assertUnreachable(stats("tls://localhost:" + port), "its certificate is over");
  }

  @Test
  void shouldSayThatAServerSpeaksInPlain() {
    TestServer plain = TestServer.start(folder);
    server = Optional.of(plain);

    assertUnreachable(stats("tls://localhost:" + plain.port()), "it does not speak TLS");
  }

  /** Whoever takes the server's place gets a hello and nothing else. */
  @Test
  void shouldSayNothingToAServerThatIsNone() throws Exception {
    try (ServerSocket scripted = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(() -> falseServer(scripted), Threads::start);
      assertUnreachable(
          stats("tls://localhost:" + scripted.getLocalPort()), "it does not speak TLS");
      assertThat(received.join()[0]).isEqualTo((byte) 0x16);
      assertThat(new String(received.join(), StandardCharsets.ISO_8859_1)).doesNotContain("FORMAT");
    }
  }

  /** Everything that it is sent. */
  private static byte[] falseServer(ServerSocket listener) {
    try (Socket peer = listener.accept()) {
      peer.getOutputStream().write("[OK] PONG\n".getBytes(StandardCharsets.US_ASCII));
      return peer.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Where those that {@code wall} issued are let in alone. */
  private String walled(Authority wall) {
    TlsFiles files = files(AUTHORITY.issue("localhost"));
    Path trusted = wall.writeCertificate(folder.resolve("wall.pem"));
    TestServer walled =
        TestServer.start(
            TestServer.Setup.in(folder)
                .over(new TlsFiles(files.certificate(), files.key(), Optional.of(trusted))));
    server = Optional.of(walled);
    return "tls://localhost:" + walled.port();
  }

  @Test
  void shouldSayThatAWallLetsNobodyIn() {
    String address = walled(Authority.create("wall"));
    Credentials other = Authority.create("other").issue("Zoé");
    Path certificate = Authority.writeChain(other, folder.resolve("other.pem"));
    Path key = Authority.writeKey(other, folder.resolve("other.key"));

    for (Ran ran :
        List.of(
            stats(address),
            run(
                "stats",
                "--server=" + address,
                "--ca=" + authority,
                "--tls-cert=" + certificate,
                "--tls-key=" + key))) {
      assertThat(ran.status()).isEqualTo(ExitStatus.UNREACHABLE);
      assertThat(ran.errors()).contains("without a certificate of its authorities", "--tls-cert");
    }
  }

  @Test
  void shouldShowAWallItsOwnCertificate() throws IOException {
    Authority wall = Authority.create("wall");
    String address = walled(wall);
    Credentials own = wall.issue("Zoé");
    Path certificate = Authority.writeChain(own, folder.resolve("own.pem"));
    Path key = Authority.writeKey(own, folder.resolve("own.key"));

    assertThat(
            run(
                "create",
                "-t",
                "a",
                "--server=" + address,
                "--ca=" + authority,
                "--tls-cert=" + certificate,
                "--tls-key=" + key))
        .isEqualTo(new Ran(ExitStatus.DONE, "#1\n", ""));
    Ran bench =
        run(
            "bench",
            "-n",
            "100",
            "--json",
            "--server=" + address,
            "--ca=" + authority,
            "--tls-cert=" + certificate,
            "--tls-key=" + key);
    assertThat(bench.output()).contains("\"errors\":0");
    Map<String, String> files =
        Map.of(
            "TICKETD_CA",
            authority.toString(),
            "TICKETD_TLS_CERT",
            certificate.toString(),
            "TICKETD_TLS_KEY",
            key.toString());
    assertThat(run(files, "create", "-t", "b", "--server=" + address))
        .isEqualTo(new Ran(ExitStatus.DONE, "#2\n", ""));
    Files.write(key, Files.readAllBytes(certificate), StandardOpenOption.APPEND);
    assertThat(
            run(
                "create",
                "-t",
                "c",
                "--server=" + address,
                "--ca=" + authority,
                "--tls-cert=" + key))
        .as("both in one file")
        .isEqualTo(new Ran(ExitStatus.DONE, "#3\n", ""));
  }

  @Test
  void shouldSpeakInPlainWhereFilesForTlsAreKnownAlone() {
    TestServer plain = TestServer.start(folder);
    server = Optional.of(plain);
    Map<String, String> files =
        Map.of("TICKETD_CA", folder.resolve("none").toString(), "TICKETD_TLS_CERT", "none");

    assertThat(run(files, "create", "-t", "a", "--server=127.0.0.1:" + plain.port()))
        .isEqualTo(new Ran(ExitStatus.DONE, "#1\n", ""));
  }

  @Test
  void shouldRefuseACertificateThatIsNotOnesOwn() throws IOException {
    Credentials own = AUTHORITY.issue("Zoé");
    String certificate = "--tls-cert=" + Authority.writeChain(own, folder.resolve("own.pem"));
    Path key = Authority.writeKey(own, folder.resolve("own.key"));
    Path other = Authority.writeKey(AUTHORITY.issue("Zoé"), folder.resolve("other.key"));

    assertUsage(run("stats", "--tls-key=" + key), "--tls-cert FILE");
    assertUsage(run("stats", certificate), "own.pem holds no key");
    // As a name is that the locale has no characters for.
    assertUsage(
        run(Map.of("TICKETD_CA", "a\0b"), "stats", "--tls"), "the locale, whose character set is ");
    assertUsage(run("stats", "--ca=a\0b"), "the locale, whose character set is ");
    assertUsage(run("stats", "--ca", folder + "/none"), "/none cannot be read: no such file");
    assertUsage(run("stats", "--ca", "" + folder), folder + " cannot be read: it is a directory");
    assertUsage(run("stats", certificate, "--tls-key=" + other), "does not fit");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertUsage(run("stats", certificate, "--tls-key=" + key), "chmod 600");
  }

  private static void assertUsage(Ran ran, String expected) {
    assertThat(ran.status()).as(ran.errors()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.errors()).contains(expected);
  }

  @Test
  void shouldTellThatAServerWantsTls() throws IOException {
    InetAddress elsewhere = Hosts.otherThanLoopback();
    TestServer started =
        TestServer.start(
            TestServer.Setup.in(folder).over(files(AUTHORITY.issue("localhost"))).atEveryAddress());
    server = Optional.of(started);
    InetSocketAddress address = new InetSocketAddress(elsewhere, started.port());

    Ran ran = run("stats", "--server", elsewhere.getHostAddress() + ":" + address.getPort());
    assertThat(ran.status()).isEqualTo(ExitStatus.FORBIDDEN);
    assertThat(ran.errors()).contains("tls-required");
  }

  @Test
  void shouldSayWhichFilesCommandsNeedWhereOneSignedIn() throws IOException {
    ClosedDesk accounts = ClosedDesk.in(folder);
    String place = "tls://localhost:" + serve(AUTHORITY.issue("localhost")).port();
    Path token = Files.writeString(folder.resolve("token"), accounts.token("Ana"));
    String[] login = {"login", "--server", place, "--token-file", token.toString()};
    Map<String, String> home = Map.of("XDG_CONFIG_HOME", folder.toString());

    String ca = authority.toString();
    Ran ran =
        run(home, Stream.concat(Stream.of(login), Stream.of("--ca", ca)).toArray(String[]::new));
    assertThat(ran.status()).as(ran.errors()).isZero();
    assertThat(ran.errors()).contains("--server " + place, "need --ca " + ca, "TICKETD_CA=" + ca);

    Ran known = run(Map.of("XDG_CONFIG_HOME", folder.toString(), "TICKETD_CA", ca), login);
    assertThat(known.errors()).contains("--server " + place).doesNotContain(ca);
  }

  @Test
  void shouldRefuseAFileOfNoAuthority() throws IOException {
    Files.writeString(authority, "none");
    assertThat(stats("tls://localhost:1"))
        .satisfies(ran -> assertThat(ran.status()).isEqualTo(ExitStatus.USAGE))
        .satisfies(ran -> assertThat(ran.errors()).contains(authority + " holds no certificate"));
  }
}
