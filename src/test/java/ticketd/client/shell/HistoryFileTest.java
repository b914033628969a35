package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HistoryFileTest {
  @TempDir Path home;
  private Path file;

  @BeforeEach
  void name() {
    file = home.resolve(".local/state/ticketd/history");
  }

  private Optional<HistoryFile> open() throws HistoryFile.UnusableException {
    return HistoryFile.open(Map.of("HOME", home.toString()));
  }

  private void assertLeftAlone(String reason) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            HistoryFile.UnusableException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.file()).isEqualTo(file.toString());
            });
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void shouldKeepRequestsForTheirOwnersEyes() throws Exception {
    assertThat(open().orElseThrow().requests()).isEmpty();
    open().orElseThrow().append("LIST é");
    open().orElseThrow().append("COMMENT 1 a\\b\nc\rd");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(home.resolve(".local/state/ticketd"))).isEqualTo("rwx------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(open().orElseThrow().requests()).containsExactly("LIST é", "COMMENT 1 a\\b\nc\rd");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void shouldLeaveAloneWhatIsNoRegularFile() throws Exception {
    Files.createDirectories(file);
    assertLeftAlone("history.no-file");

    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertLeftAlone("history.no-file");

    Files.delete(file);
    Path other = Files.writeString(home.resolve("other"), "secret\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(file, other);
    assertLeftAlone("history.no-file");
    assertThat(mode(other)).isEqualTo("rw-r-----");

    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertLeftAlone("history.no-file");
  }

  @Test
  void shouldLeaveAloneWhatIsNotUtf8() throws Exception {
    Files.createDirectories(file.getParent());
    byte[] latin = "LIST é\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, latin);

    assertLeftAlone("history.not-utf8");
    assertThat(Files.readAllBytes(file)).isEqualTo(latin);
  }

  @Test
  void shouldLeaveAloneWhatBelongsToSomebodyElse() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "LIST\n");
    Object ours = Files.getAttribute(file, "unix:uid");
    Assumptions.assumeTrue(ours.equals(0), "only root can give a file away");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setAttribute(file, "unix:uid", 12_345);

    assertLeftAlone("history.not-ours");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "relative", "/nonexistent/home"})
  void shouldMakeNoHome(String where) throws Exception {
    assertThat(HistoryFile.open(Map.of("HOME", where))).isEmpty();
    assertThat(Path.of("/nonexistent")).doesNotExist();
    assertThat(Path.of("/.local")).doesNotExist();
  }

  @Test
  void shouldKeepTheLatestThousand() throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, IntStream.rangeClosed(1, 2_001).mapToObj(i -> "LIST " + i).toList());

    List<String> requests = open().orElseThrow().requests();

    assertThat(requests).hasSize(1_000).startsWith("LIST 1002").endsWith("LIST 2001");
    assertThat(Files.readAllLines(file)).hasSize(1_000);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void shouldRememberNoPasswordAndGoOnWithoutAFile() throws Exception {
    List<IOException> failures = new ArrayList<>();
    RequestHistory history = new RequestHistory(open(), failures::add);
    try (DumbTerminal terminal =
        new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream())) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).history(history).build();
      history.attach(reader);
      for (String line : List.of("LIST", "AUTH ana x", " @k passwd x", "auth", "LIST auth")) {
        history.add(line);
      }
      assertThat(Files.readAllLines(file)).containsExactly("LIST", "LIST auth");
      assertThat(history.size()).isEqualTo(2);

      Files.delete(file);
      Files.createSymbolicLink(file, home.resolve("elsewhere"));
      history.add("PING");
      history.add("STATS");
      assertThat(failures).hasSize(1);
      assertThat(home.resolve("elsewhere")).doesNotExist();
      assertThat(history.size()).isEqualTo(4);
    }
  }
}
