package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Jar;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** Passwords typed on a terminal. */
class LoginIT {
  private static final String SHELL = "$ ";
  private static final String NEXT = "a password that comes next";

  @TempDir Path folder;
  private TestServer server;
  private Screen screen;

  @BeforeEach
  void start() {
    ClosedDesk.in(folder);
    server = TestServer.start(folder);
    ClientJar client =
        new ClientJar(folder)
            .with("TICKETD_SERVER", "127.0.0.1:" + server.port())
            .with("TICKETD_LANG", "en")
            .with("LC_ALL", "C.UTF-8")
            .with("PATH", Jar.path().getParent() + ":" + System.getenv("PATH"))
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("PS1", SHELL)
            .with("TERM", "screen-256color");
    screen =
        Screen.run(
            folder, 160, 24, client.environment(), List.of("bash", "--norc", "--noprofile", "-i"));
  }

  @AfterEach
  void stop() {
    screen.close();
    server.close();
  }

  /** Types an answer that is not shown. */
  private void answer(String prompt, String secret) {
    screen.awaitLast(prompt);
    screen.type(secret).press("Enter");
  }

  private String kept() throws IOException {
    return Files.readString(folder.resolve(".config/ticketd/hosts"));
  }

  @Test
  void shouldExchangeAPasswordForATokenAndShowNeither() throws IOException {
    screen.enter(SHELL, "ticket login");
    screen.enter("Name:", "jules");
    answer("Password:", ClosedDesk.PASSWORD);
    screen.awaitLast(SHELL);
    String first = kept();
    assertThat(first).matches("127\\.0\\.0\\.1:[0-9]+ tkd_[0-9A-Za-z]{33} [0-9]+ Jules\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(".config/ticketd/hosts"))))
        .isEqualTo("rw-------");
    screen.enter(SHELL, "ticket user passwd");
    answer("Old password:", ClosedDesk.PASSWORD);
    answer("New password:", NEXT);
    answer("New password again:", NEXT);
    screen.awaitLast(SHELL);
    assertThat(kept()).isNotEqualTo(first);
    screen.enter(SHELL, "ticket logout");
    screen.awaitLast(SHELL);
    assertThat(kept()).isEmpty();
    screen.enter(SHELL, "ticket login --as Jules");
    answer("Password:", NEXT);
    List<String> lines = screen.awaitLast(SHELL);

    assertThat(kept()).endsWith(" Jules\n");
    assertThat(lines.toString())
        .contains("signed in at", "password of Jules set", "is ended and forgotten")
        .doesNotContain(ClosedDesk.PASSWORD, NEXT, "tkd_", "*");
  }

  @Test
  void shouldChangeNothingWhereThePasswordIsTypedInTwoWaysOrGivenUp() throws IOException {
    screen.enter(
        SHELL, "ticket user add ana --role admin --password --store " + folder.resolve("other"));
    answer("New password:", NEXT);
    answer("New password again:", NEXT + "!");
    screen.awaitLine("ticket: the two are not the same; nothing was changed");
    screen.enter(SHELL, "ticket login --as Jules");
    screen.awaitLast("Password:");
    screen.type("half").press("C-c");
    screen.awaitLine("ticket: given up, nothing was sent");
    screen.enter(SHELL, "echo $?");

    assertThat(screen.awaitLast(SHELL)).contains("130");
    assertThat(Files.exists(folder.resolve(".config"))).isFalse();
  }

  /** The server syncs by the kernel, the command before each answer where nobody says otherwise. */
  @Test
  void shouldMakeAnAccountOnTheFileBesideAServerWithAnotherSyncMode() {
    ClientJar.Ran added =
        new ClientJar(folder)
            .run(
                "",
                "user",
                "add",
                "bo",
                "--role",
                "agent",
                "--store",
                folder.resolve("tickets").toString());
    assertThat(added.status()).as(added.toString()).isZero();
    try (LineClient bo = server.connect()) {
      assertThat(bo.status("AUTH " + added.output().get(0))).isEqualTo("[OK] Bonjour bo (agent)");
    }
  }
}
