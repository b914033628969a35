package ticketd.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Jar;
import ticketd.testing.Processes;

/**
 * The Debian package, which dpkg itself installs, upgrades and removes, in a folder that is the
 * root of a system without systemd; what the scripts would ask of systemd is written down.
 */
@Timeout(180)
class DebianPackageIT {
  private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");

  @TempDir Path folder;
  private Path root;
  private Path asked;
  private Path programs;

  @BeforeEach
  void makeRoot() throws IOException {
    assumeTrue(Processes.isInstalled("dpkg"), "SKIPPED: the package is tested where dpkg is");
    root = Files.createDirectory(folder.resolve("root"));
    Path known = Files.createDirectories(root.resolve("var/lib/dpkg"));
    for (String empty : List.of("status", "available")) {
      Files.createFile(known.resolve(empty));
    }
    for (String inner : List.of("info", "updates", "triggers")) {
      Files.createDirectory(known.resolve(inner));
    }
    Files.createDirectories(root.resolve("run/systemd/system"));
    asked = Files.createFile(folder.resolve("asked"));
    programs = Files.createDirectory(folder.resolve("bin"));
    program("getent", "exit 2");
    program("systemd-sysusers", "");
    program(
        "systemctl",
        "case $1 in list-units) echo 'ticketd@12345.service loaded active running ticketd' ;; esac");
  }

  /** A program that writes down what it was asked for. */
  private void program(String name, String then) throws IOException {
    Path script = programs.resolve(name);
    Files.writeString(
        script, "#!/bin/sh\necho \"" + name + " $*\" >>" + asked + "\n" + then + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path built() throws IOException {
    try (Stream<Path> files = Files.list(Jar.path().toAbsolutePath().getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches("ticketd_.*_all\\.deb"))
          .findAny()
          .orElseThrow();
    }
  }

  private List<String> dpkg(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + root));
    for (String force :
        List.of("not-root", "script-chrootless", "depends", "bad-path", "confold")) {
      command.add("--force-" + force);
    }
    command.add("--no-triggers");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Processes.builder(command);
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH") + ":/usr/sbin:/sbin");
    Files.writeString(asked, "");
    Processes.run(builder);
    return Files.readAllLines(asked);
  }

  private void postinst(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(at("var/lib/dpkg/info/ticketd.postinst").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Processes.builder(command);
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
    Processes.run(builder);
  }

  private Path at(String place) {
    return root.resolve(place);
  }

  @Test
  void shouldInstallUpgradeRemoveAndPurge() throws IOException {
    assertThat(dpkg("-i", built().toString()))
        .containsExactly(
            "systemd-sysusers --root=" + root + " ticketd.conf", "systemctl daemon-reload");
    Files.writeString(asked, "");
    postinst("configure");
    assertThat(Files.readAllLines(asked))
        .as("where the root is the host's")
        .startsWith("getent passwd ticketd", "systemd-sysusers ticketd.conf");
    Files.writeString(Files.createDirectories(at("etc")).resolve("passwd"), "ticketd:x:1:1::/:/\n");
    for (String name : List.of("usr/bin/ticket", "usr/bin/ticketd")) {
      assertThat(Files.readSymbolicLink(at(name))).isEqualTo(Path.of("../lib/ticketd/ticket"));
    }
    assertThat(at("usr/lib/ticketd/ticket")).isExecutable();
    for (String part :
        List.of(
            "usr/lib/systemd/system/ticketd@.service",
            "usr/lib/sysusers.d/ticketd.conf",
            "usr/share/man/man1/ticket-list.1",
            "usr/share/man/fr/man1/ticket.1",
            "usr/share/man/man1/ticketd.1",
            "usr/share/man/fr/man1/ticketd.1",
            "usr/share/bash-completion/completions/ticket",
            "usr/share/zsh/vendor-completions/_ticket",
            "usr/share/doc/ticketd/copyright",
            "usr/share/doc/ticketd/operations.md")) {
      assertThat(at(part)).isNotEmptyFile();
    }
    Path settings = at("etc/ticketd/ticketd.conf");
    assertThat(settings).hasSameTextualContentAs(Path.of("config/ticketd.conf"));
    runWhatIsInIt();

    Files.writeString(settings, "# ours\nticketd { lang = en }\n");
    Path tickets = Files.createDirectories(at("var/lib/ticketd")).resolve("ticket_shm");
    Files.writeString(tickets, "tickets");
    assertThat(dpkg("-i", later().toString()))
        .containsExactly(
            "systemctl daemon-reload",
            "systemctl list-units --plain --no-legend --state=active ticketd@*.service",
            "systemctl restart ticketd@12345.service");
    assertThat(settings).content().startsWith("# ours");

    Files.createDirectories(at("usr/lib/ticketd/class-data"));
    assertThat(dpkg("-r", "ticketd"))
        .containsExactly(
            "systemctl list-units --plain --no-legend --all ticketd@*.service",
            "systemctl disable --now ticketd@12345.service",
            "systemctl daemon-reload");
    assertThat(at("usr/lib/ticketd")).doesNotExist();
    assertThat(at("usr/bin/ticket")).doesNotExist();
    assertThat(settings).exists();

    dpkg("-P", "ticketd");
    assertThat(at("etc/ticketd")).doesNotExist();
    assertThat(tickets).hasContent("tickets");
  }

  /** The same package as one of a later version. */
  private Path later() throws IOException {
    Path unpacked = folder.resolve("later");
    Processes.run("dpkg-deb", "-R", built().toString(), unpacked.toString());
    Path control = unpacked.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceFirst("Version: .*", "Version: 99.0"));
    Path later = folder.resolve("later.deb");
    Processes.run("dpkg-deb", "-Znone", "-b", unpacked.toString(), later.toString());
    return later;
  }

  private void runWhatIsInIt() throws IOException {
    List<String> command = Jar.java();
    command.add("-Dticketd.config=" + at("etc/ticketd/ticketd.conf"));
    command.addAll(List.of("-jar", at("usr/lib/ticketd/ticketd.jar").toString(), "--port", "0"));
    command.addAll(List.of("--store", folder.resolve("store").toString()));
    // No archive of classes is made beside the jar meanwhile.
    Path archives = Files.createFile(at("usr/lib/ticketd/class-data"));
    Process server = Processes.builder(command).redirectErrorStream(true).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      Matcher address = LISTENING.matcher(String.valueOf(said.readLine()));
      assertThat(address.find()).isTrue();
      String place = "127.0.0.1:" + address.group(1);
      assertThat(ticket("create", "Installé", "--server", place, "--as", "Ana")).isEqualTo("#1\n");
      assertThat(ticket("list", "--server", place, "--json", "id,title,author"))
          .isEqualTo("{\"id\":1,\"title\":\"Installé\",\"author\":\"Ana\"}\n");
    } finally {
      server.destroy();
      await().until(() -> !server.isAlive());
      Files.delete(archives);
    }
  }

  private String ticket(String... arguments) {
    List<String> command = new ArrayList<>(List.of(at("usr/bin/ticket").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Processes.builder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HOME", folder.toString());
    return Processes.run(builder);
  }
}
