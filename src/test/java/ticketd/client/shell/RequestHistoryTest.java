package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of what was typed, and what is not. */
class RequestHistoryTest {
  private static final String TOKEN = "tkd_0123456789abcdefghijklmnopqrstuvw";

  @Test
  void shouldRememberNoSecretNeitherInTheFileNorForTheArrowKeys(@TempDir Path home)
      throws Exception {
    List<String> kept =
        List.of(
            "LIST tag:auth",
            "COMMENT 12 he forgot the password: AUTH",
            "USER LIST",
            "USER DISABLE Ana",
            "TOKEN NEW {\"label\":\"cron\"}",
            "TOKEN REVOKE 3",
            "SENDTICKET");
    List<String> secret =
        List.of(
            "AUTH",
            "auth " + TOKEN,
            "  AUTH\t" + TOKEN,
            "@k AUTH " + TOKEN,
            "@b!d AUTH {\"name\":\"a\",\"password\":\"hunter\"}",
            "AUTH {\"name\":\"a\",\"password\":\"hunter\"}",
            "AUHT {\"name\":\"a\",\"password\" : \"hunter\"}",
            "PASSWD",
            "passwd hunter",
            "USER PASSWD Ana",
            "user add {\"name\":\"a\",\"password\":\"hunter\"}",
            "USER ADD\n{\"name\":\"a\",\n\"password\":\"hunter\"}",
            "LIST " + TOKEN,
            "TOKEN REVOKE " + TOKEN,
            "AUTHENTICATE " + TOKEN,
            "LIST\nAUTH\nana\nhunter",
            "PING\nUSER PASSWD Ana\nhunter");
    Path file = home.resolve(".local/state/ticketd/history");
    RequestHistory history =
        new RequestHistory(
            HistoryFile.open(Map.of("HOME", home.toString())),
            failure -> {
              throw new AssertionError(failure);
            });
    history.attach(
        LineReaderBuilder.builder()
            .terminal(new DumbTerminal(System.in, new ByteArrayOutputStream()))
            .build());
    for (int i = 0; i < secret.size(); i++) {
      history.add(Instant.now(), secret.get(i));
      history.add(Instant.now(), kept.get(i % kept.size()));
    }

    List<String> remembered = new ArrayList<>();
    history.forEach(entry -> remembered.add(entry.line()));
    assertThat(remembered).isNotEmpty().allMatch(kept::contains);
    assertThat(Files.readAllLines(file)).isNotEmpty().allMatch(kept::contains);
    assertThat(remembered).containsAll(kept);
  }
}
