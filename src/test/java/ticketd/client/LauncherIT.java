package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ClientJar.Ran;

/** The launcher script with its class-data archive, in a folder of its own. */
class LauncherIT {
  @TempDir Path folder;
  private JarServer server;
  private ClientJar client;
  private Path home;
  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    server = JarServer.start(folder);
    client =
        new ClientJar(folder)
            .with("TICKETD_SERVER", "127.0.0.1:" + server.port())
            .with("JAVA_HOME", System.getProperty("java.home"));
    Path jar = Path.of(System.getProperty("ticketd.jar"));
    home = Files.createDirectory(folder.resolve("home"));
    launcher = home.resolve("ticket");
    Files.copy(jar, home.resolve("ticketd.jar"));
    Files.copy(jar.resolveSibling("ticket"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void stop() {
    server.close();
    // What still makes an archive would write into the folder while that is taken away.
    Awaitility.await()
        .atMost(ClientJar.PATIENCE)
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .noneMatch(
                        p -> p.info().commandLine().orElse("").contains(home.toString() + "/")));
  }

  private Ran ticket(String... arguments) {
    return client.runLauncher(launcher, arguments);
  }

  private static List<Path> archives(Path in) {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where a class of the client came from. */
  private boolean usesArchive() {
    Ran ran = client.with("JAVA_OPTS", "-Xlog:class+load:stdout").runLauncher(launcher, "stats");
    client.environment().remove("JAVA_OPTS");
    return ran.output().stream()
        .anyMatch(line -> line.contains("ticketd.client.link.Desk ") && line.contains("shared"));
  }

  @Test
  void shouldTakeClassesFromAnArchiveThatItMakes() {
    assertThat(ticket("create", "-t", "é")).isEqualTo(new Ran(0, List.of("#1"), List.of()));
    Awaitility.await()
        .atMost(ClientJar.PATIENCE)
        .until(() -> !archives(home.resolve("class-data")).isEmpty());

    assertThat(usesArchive()).isTrue();
    assertThat(ticket("view", "1").output()).contains("title:\té");
  }

  @Test
  void shouldWorkWithADamagedArchiveAndReplaceAnOldOne() throws IOException {
    assertThat(ticket("prepare").status()).isZero();
    Path archive = archives(home.resolve("class-data")).get(0);
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(archive, new byte[100_000]);
    assertThat(ticket("stats").errors()).isEmpty();

    Files.setLastModifiedTime(
        archive, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
    assertThat(ticket("stats").status()).isZero();
    Awaitility.await().atMost(ClientJar.PATIENCE).until(() -> Files.size(archive) != 100_000);
    assertThat(usesArchive()).isTrue();
  }

  @Test
  void shouldRunThroughASymbolicLinkAndShowHelpWithoutArguments() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("home", "ticket"));

    Ran ran = client.runLauncher(link);

    assertThat(ran.status()).isZero();
    assertThat(ran.output()).anyMatch(line -> line.startsWith("  create "));
  }

  @Test
  void shouldPassOnTheExitStatus() {
    assertThat(ticket("view", "9").status()).isEqualTo(3);
    assertThat(ticket("nonsense").status()).isEqualTo(2);
  }
}
