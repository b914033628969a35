package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Jar;
import ticketd.testing.TestServer;

/**
 * The screens that {@code docs/client.md} shows, taken again: they must be there as they are. Times
 * and generations apart, which are written as one moment. What was taken is left in {@code
 * target/screens}, to be copied from there when the client has changed.
 */
class ScreensIT {
  private static final int COLUMNS = 100;
  private static final int FEW_COLUMNS = 40;
  private static final int ROWS = 40;
  private static final String SHELL = "$ ";

  @TempDir Path folder;
  private TestServer server;
  private ClientJar client;
  private Screens screens;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    Path jars = Jar.path().getParent();
    client =
        new ClientJar(folder)
            .with("TICKETD_SERVER", "127.0.0.1:" + server.port())
            .with("TICKETD_USER", "Jules")
            .with("LC_ALL", "C.UTF-8")
            .with("PATH", jars + ":" + System.getenv("PATH"))
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("PS1", SHELL)
            .with("TERM", "screen-256color");
    screens = new Screens(folder, client);
  }

  @AfterEach
  void stop() {
    screens.close();
    server.close();
  }

  private Screen shell(int columns) {
    return screens.run(columns, ROWS, List.of("bash", "--norc", "--noprofile", "-i"));
  }

  private static void assertShown(String name, List<String> lines) throws IOException {
    String taken =
        String.join("\n", lines.subList(0, lines.size() - 1))
            .replaceAll("[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}", "24/11/2026 10:15")
            .replaceAll("[0-9]{2}/[0-9]{2}/[0-9]{4}", "24/11/2026")
            .replaceAll("[0-9]{10,}/", "1795509891493/");
    Path file = Jar.path().resolveSibling("screens").resolve(name + ".txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, taken + "\n");
    assertThat(Files.readString(Path.of("docs", "client.md"))).contains("\n" + taken + "\n");
  }

  @Test
  void shouldShowTheCommandsAsTheyLook() throws IOException {
    Screen screen = shell(COLUMNS);
    screen.enter(
        SHELL, "ticket create -t 'Imprimante en panne' -b 'Bourrage au 3e' -p high -l materiel");
    screen.enter(SHELL, "ticket create -t 'Disque plein sur web3' -p urgent -l infra,web");
    screen.enter(SHELL, "ticket take next");
    screen.enter(SHELL, "ticket comment 2 'Le journal du courriel le remplit.'");
    screen.enter(SHELL, "ticket list");
    screen.enter(SHELL, "ticket close 2 fixed -c 'Rotation en place.'");
    screen.enter(SHELL, "ticket view 2");
    screen.enter(SHELL, "ticket history 2");
    screen.enter(SHELL, "ticket reopen 7");

    assertShown("commands", screen.awaitLast(SHELL));
  }

  @Test
  void shouldShowHowRowsFitANarrowTerminal() throws IOException {
    client.run("", "create", "-t", "Imprimante en panne au 3e", "-p", "high", "-l", "materiel");
    client.run("", "create", "-t", "Disque plein sur web3", "-p", "urgent", "-l", "infra,web");
    client.run("", "take", "next");
    Screen screen = shell(FEW_COLUMNS);
    screen.enter(SHELL, "ticket list");
    screen.enter(SHELL, "ticket history 2");

    assertShown("narrow", screen.awaitLast(SHELL));
  }

  @Test
  void shouldShowTheInteractiveClientAsItLooks() throws IOException {
    client.run("", "create", "-t", "Imprimante en panne", "-p", "high");
    Screen screen = shell(COLUMNS);
    String prompt = "> ";
    screen.enter(SHELL, "ticket client");
    screen.enter(prompt, "LIST status:open").enter(prompt, "WATCH");
    screen.awaitLast(prompt);
    screen.type("LIST ta").awaitLast("> LIST ta");
    client
        .with("TICKETD_USER", "Ana")
        .run("", "create", "-t", "Disque plein sur web3", "-l", "web");
    screen.awaitLine("! 2 #2 [Ana] déposé Disque plein sur web3 · +web");
    screen.type("g:web").awaitLast("> LIST tag:web");
    screen.press("Enter").enter(prompt, "UNWATCH").enter(prompt, "TAKE NEXT tag:web");
    screen.enter(prompt, "COMMENT 2 Je regarde.").enter(prompt, "CLOSE 9").enter(prompt, "QUIT");

    assertShown("interactive", screen.awaitLast(SHELL));
  }
}
