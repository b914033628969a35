package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ClientJar.Ran;
import ticketd.testing.Jar;
import ticketd.testing.TestServer;

/** The launcher script with its class-data archives. */
class LauncherIT {
  /** Bytes of an archive that is none. */
  private static final int DAMAGED = 100_000;

  /** Holds a launcher whose archives are made. */
  @TempDir static Path prepared;

  @TempDir Path folder;
  private TestServer server;
  private ClientJar client;
  private Path home;
  private Path launcher;

  @BeforeAll
  static void prepare() throws IOException {
    ClientJar client = new ClientJar(prepared).with("JAVA_HOME", System.getProperty("java.home"));
    assertThat(client.runLauncher(install(prepared), "prepare").status()).isZero();
  }

  /** Puts the jar and its launcher into a folder; returns the launcher. */
  private static Path install(Path home) throws IOException {
    Path jar = Jar.path();
    Files.copy(jar, home.resolve("ticketd.jar"));
    Path launcher = Files.copy(jar.resolveSibling("ticket"), home.resolve("ticket"));
    return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client =
        new ClientJar(folder)
            .with("TICKETD_SERVER", "127.0.0.1:" + server.port())
            .with("JAVA_HOME", System.getProperty("java.home"));
    home = prepared;
    launcher = home.resolve("ticket");
  }

  /** From now on the launcher is one that finds no archive, in a folder of the test's own. */
  private void installAnew() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    launcher = install(home);
  }

  @AfterEach
  void stop() {
    server.close();
    // What still makes an archive would write into the folder while that is taken away.
    awaitNoneAtWork();
  }

  private void awaitNoneAtWork() {
    await()
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

  /** Sees that a command takes classes from an archive. */
  private void assertSharesClasses(List<String> names, String... command) throws IOException {
    Ran ran = client.with("JAVA_OPTS", "-Xlog:class+load:stdout").runLauncher(launcher, command);
    client.environment().remove("JAVA_OPTS");
    StringBuilder found = new StringBuilder();
    for (Path archive : archives(home.resolve("class-data"))) {
      found.append(archive.getFileName()).append(' ').append(Files.size(archive)).append('\n');
    }
    for (String name : names) {
      assertThat(ran.output())
          .describedAs("%s", found)
          .filteredOn(line -> line.contains(name + " "))
          .singleElement()
          .asString()
          .contains("shared");
    }
  }

  private void assertUsesArchive() throws IOException {
    assertSharesClasses(List.of("ticketd.launch.Dispatch", "ticketd.client.link.Desk"), "stats");
  }

  @Test
  void shouldTakeClassesFromAnArchiveThatItMakes() throws IOException {
    installAnew();
    assertThat(ticket("create", "-t", "é")).isEqualTo(new Ran(0, List.of("#1"), List.of()));
    await().until(() -> !archives(home.resolve("class-data")).isEmpty());

    assertUsesArchive();
    assertThat(ticket("view", "1").output()).contains("title:\té");
  }

  @Test
  void shouldWorkWithADamagedArchiveAndReplaceAnOldOne() throws IOException {
    installAnew();
    assertThat(ticket("stats").status()).isZero();
    await().until(() -> !archives(home.resolve("class-data")).isEmpty());
    awaitNoneAtWork();
    Path archive = archives(home.resolve("class-data")).get(0);
    damage(archive, Instant.now());
    assertThat(ticket("create", "-t", "t")).isEqualTo(new Ran(0, List.of("#1"), List.of()));

    // Either may be the only one that is newer.
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    Instant jdk = Files.getLastModifiedTime(modules).toInstant();
    for (int later : new int[] {2, -2}) {
      FileTime jar = FileTime.from(jdk.plusSeconds(later));
      Files.setLastModifiedTime(home.resolve("ticketd.jar"), jar);
      damage(archive, jdk.plusSeconds(later / 2));
      assertThat(ticket("stats").status()).isZero();
      await().until(() -> Files.size(archive) != DAMAGED);
      assertUsesArchive();
      awaitNoneAtWork();
    }
  }

  private static void damage(Path archive, Instant since) throws IOException {
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(archive, new byte[DAMAGED]);
    Files.setLastModifiedTime(archive, FileTime.from(since));
  }

  @Test
  void shouldWorkWhereNoArchiveCanBeMade() throws IOException {
    installAnew();
    Files.createFile(home.resolve("class-data"));

    assertThat(ticket("create", "-t", "t")).isEqualTo(new Ran(0, List.of("#1"), List.of()));
    assertThat(ticket("prepare").status()).isEqualTo(1);
  }

  @Test
  void shouldRunThroughASymbolicLinkAndShowHelpWithoutArguments() throws IOException {
    installAnew();
    Path beside = Files.createDirectory(folder.resolve("beside"));
    Files.createSymbolicLink(beside.resolve("t"), Path.of("..", "home", "ticket"));
    Files.createSymbolicLink(folder.resolve("linked"), beside);

    Ran ran = client.run("", List.of("sh", "-c", "cd " + beside + " && sh t"));

    assertThat(ran.status()).isZero();
    assertThat(ran.output()).anyMatch(line -> line.startsWith("  create "));
    assertThat(client.with("CDPATH", "/").run("", List.of(folder + "/linked/t"))).isEqualTo(ran);
  }

  @Test
  void shouldSayWhichJavaWillNotDo() throws IOException {
    assertRefused("/nonexistent", "/nonexistent/bin/java");
    Path old = fakeJava("old", "echo 'openjdk version \"1.8.0_392\"' >&2");
    assertRefused(old.toString(), "Java 1.8.0_392");
    Path told = fakeJava("told", "exit 3");
    Files.writeString(told.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertRefused(told.toString(), "Java 11.0.2");
    assertRefused(fakeJava("none", "exit 3").toString(), "17");
    client.with("JAVA_HOME", "/nonexistent").with("TICKETD_LANG", "en");
    assertThat(ticket("--lang", "xx", "list").errors().get(0)).contains("holds no Java");
    assertThat(ticket("--lang", "fr", "list").errors().get(0)).contains("ne contient pas de Java");
  }

  private Path fakeJava(String name, String does) throws IOException {
    Path java = folder.resolve(name).resolve("bin").resolve("java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\n" + does + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder.resolve(name);
  }

  private void assertRefused(String javaHome, String named) {
    Ran ran = client.with("JAVA_HOME", javaHome).runLauncher(launcher, "--lang", "en", "list");
    assertThat(ran.errors()).singleElement().asString().contains(javaHome, named);
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  void shouldTakeArgumentsInEveryLocaleAndOrderOrRefuseThem() {
    for (String locale : List.of("C", "POSIX", "en_US.ISO-8859-1", "C.UTF-8")) {
      client.with("LC_ALL", locale);
      assertThat(ticket("--as", "Zoé", "create", "-t", "é日").errors()).isEmpty();
    }
    client.with("LC_ALL", "en_US.ISO-8859-1");
    assertThat(ticket("list", "author:Zoé", "é日").output()).hasSize(4);
    String latin = launcher + " --as Zoé create -t \"$(printf 'caf\\351')\"";
    assertThat(client.run("", List.of("sh", "-c", latin)))
        .isEqualTo(
            new Ran(2, List.of(), List.of("ticket: an argument is not UTF-8: \"caf\\xE9\"")));
    assertThat(ticket("list").output()).hasSize(4);
  }

  @Test
  void shouldMakeNoHomeForItself() throws IOException {
    installAnew();
    List<String> readOnly =
        List.of("unshare", "-m", "sh", "-c", "mount --bind -o ro $0 $0 && exec \"$@\"");
    Assumptions.assumeTrue(
        client.run("", command(readOnly, "" + home, "true")).status() == 0,
        "no mount namespace can be made");
    Path none = folder.resolve("none");
    for (String value : List.of(none.toString(), "relative", "")) {
      client.with("HOME", value);
      Ran ran = client.run("", command(readOnly, "" + home, "" + launcher, "create", "-t", "t"));
      assertThat(ran.errors()).isEmpty();
    }
    awaitNoneAtWork();
    assertThat(none).doesNotExist();
    assertThat(home.resolve("class-data")).doesNotExist();

    client.with("HOME", Files.createDirectory(none).toString());
    client.run("", command(readOnly, "" + home, "" + launcher, "stats"));
    awaitNoneAtWork();
    assertThat(archives(none.resolve(".cache/ticketd"))).as("where there is a home").hasSize(1);
  }

  @Test
  void shouldTakeNoClassesFromAnArchiveOfSomebodyElse() throws IOException {
    installAnew();
    List<String> readOnly =
        List.of("unshare", "-m", "sh", "-c", "mount --bind -o ro $0 $0 && exec \"$@\"");
    Assumptions.assumeTrue(
        client.run("", command(readOnly, "" + home, "true")).status() == 0
            && client.run("", List.of("chown", "65534", "" + launcher)).status() == 0,
        "no mount namespace can be made, or no file given away");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    client.with("XDG_CACHE_HOME", cache.toString());
    List<String> stats = command(readOnly, "" + home, "" + launcher, "stats");
    assertThat(client.run("", stats).errors()).isEmpty();
    awaitNoneAtWork();
    Path archive = archives(cache.resolve("ticketd")).get(0);
    assertThat(Files.getOwner(archive)).isEqualTo(Files.getOwner(home));

    // One that is current, but for its owner, is replaced; in another's folder nothing is touched.
    damage(archive, Instant.now());
    client.run("", List.of("chown", "65534", archive.toString()));
    assertThat(client.run("", stats).errors()).isEmpty();
    awaitNoneAtWork();
    assertThat(Files.size(archive)).isNotEqualTo(DAMAGED);
    assertThat(Files.getOwner(archive)).isEqualTo(Files.getOwner(home));
    damage(archive, Instant.EPOCH);
    client.run("", List.of("chown", "65534", cache.resolve("ticketd").toString()));
    assertThat(client.run("", stats).errors()).isEmpty();
    awaitNoneAtWork();
    assertThat(Files.size(archive)).isEqualTo(DAMAGED);
  }

  private static List<String> command(List<String> words, String... more) {
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of(more));
    return command;
  }

  @Test
  void shouldShowHelpNotStartAServerForOptionsAlone() {
    assertThat(ticket("--lang", "en").output()).anyMatch(line -> line.startsWith("Usage"));
    assertThat(ticket("--lang", "en", "--json", "--server", "localhost:1").output())
        .anyMatch(line -> line.startsWith("Usage"));
    assertThat(ticket("--port", "0").status()).isEqualTo(2);
    assertThat(ticket("--version").output()).singleElement().asString().startsWith("ticketd ");
    assertThat(ticket("--lang", "en", "view", "9").errors())
        .singleElement()
        .asString()
        .contains("not-found");
  }

  @Test
  void shouldTakeAClosedStreamForAnEmptyOneNotForTheNextFileOpened() {
    Ran none = client.run("", List.of("sh", "-c", launcher + " client <&-"));
    assertThat(none.errors()).isEmpty();
    assertThat(none.output()).containsExactly("Déconnexion...");
    assertThat(none.status()).isZero();
    Ran mute = client.run("", List.of("sh", "-c", launcher + " stats >&-"));
    assertThat(mute.status()).isEqualTo(1);
    assertThat(mute.errors()).singleElement().asString().contains("sortie standard");
  }

  @Test
  void shouldPassOnTheExitStatus() {
    assertThat(ticket("view", "9").status()).isEqualTo(3);
    assertThat(ticket("nonsense").status()).isEqualTo(2);
  }

  @Test
  void shouldStartTheServerFromAnArchiveOfItsOwn() throws IOException {
    // It ends by itself, because the port is taken: far enough to have loaded nearly everything.
    String[] command = {
      "server", "--port", "" + server.port(), "--store", folder.resolve("other").toString()
    };
    assertThat(ticket(command).status()).isEqualTo(1);
    assertSharesClasses(
        List.of(
            "ticketd.launch.Dispatch",
            "ticketd.server.TicketServer",
            "org.apache.pekko.actor.ActorSystemImpl"),
        command);
  }

  @Test
  void shouldBeWhatTheJarIsByTheNameOfTheServer() throws IOException {
    Path ticketd = Files.createSymbolicLink(folder.resolve("ticketd"), launcher);
    client.with("TICKETD_STORE", folder.resolve("other").toString());
    assertThat(client.runLauncher(ticketd, "view", "9").status()).isEqualTo(3);
    // They end by themselves, because the port is taken.
    String port = "" + server.port();
    assertThat(client.runLauncher(ticketd, "--port", port).errors())
        .anyMatch(line -> line.contains(port));
    client.with("TICKETD_PORT", port);
    assertThat(client.runLauncher(ticketd))
        .satisfies(
            ran -> assertThat(ran.status()).isEqualTo(1),
            ran -> assertThat(ran.errors()).anyMatch(line -> line.contains(port)));
  }

  @Test
  void shouldRespectAChoiceOfCollector() throws IOException {
    installAnew();
    client.with("JAVA_OPTS", "-XX:+UseParallelGC");

    assertThat(ticket("stats")).extracting(Ran::status, Ran::errors).containsExactly(0, List.of());
  }

  @Test
  void shouldMakeOneArchiveHoweverManyCommandsFindNone() throws IOException {
    installAnew();
    // As if another command was at it.
    Path folder = Files.createDirectories(home.resolve("class-data"));
    assertThat(ticket("stats").status()).isZero();
    await().until(() -> !archives(folder).isEmpty());
    Path archive = archives(folder).get(0);
    awaitNoneAtWork();
    Files.delete(archive);
    Files.createDirectory(folder.resolve(archive.getFileName() + ".lock"));

    assertThat(ticket("stats").status()).isZero();
    awaitNoneAtWork();
    assertThat(archives(folder)).isEmpty();
  }
}
