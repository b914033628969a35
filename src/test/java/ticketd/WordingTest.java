package ticketd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is one thing has one name in French, whoever speaks of it: server, client, board. */
class WordingTest {
  /** A desk is « un guichet », a store « un dépôt », what is saved « une recherche ». */
  private static final List<Pattern> OTHER_NAMES =
      List.of(
          Pattern.compile("\\bbureaux?\\b"),
          Pattern.compile("\\bmagasins?\\b"),
          Pattern.compile("\\b[Rr]equêtes?( \\S+)? (enregistré|retiré)"),
          Pattern.compile("(Enregistrer|Oublier) cette requête"),
          Pattern.compile("\\b(un|les|des|dernier) admins?\\b"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bundles/server_fr.properties",
        "/bundles/client_fr.properties",
        "/ticketd/wire/messages_fr.properties",
        "/ticketd/board/index.html"
      })
  void shouldCallEachThingByOneName(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(WordingTest.class.getResourceAsStream(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("é");
      for (Pattern other : OTHER_NAMES) {
        assertThat(other.matcher(text).results().map(found -> found.group())).isEmpty();
      }
    }
  }
}
