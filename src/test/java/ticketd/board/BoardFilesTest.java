package ticketd.board;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the board's files are held to before any browser reads them. */
class BoardFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/ticketd/board");

  /** What would take a text for markup or for a program. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTML|parseFromString"
              + "|document\\.write|srcdoc|\\beval\\b|new Function|javascript:");

  private static final Pattern TEXT = Pattern.compile("\\bt\\('([^']+)'(?! \\+)");
  private static final Pattern BRANCHES = Pattern.compile("\\bt\\(\\w+ \\? '([^']+)' : '([^']+)'");
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  private static List<Path> files(String ending) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String modules() {
    return files(".js").stream().map(BoardFilesTest::read).collect(joining());
  }

  /** The rows of the table of texts: a key, the English, the French. */
  private static List<String[]> texts() {
    String page = read(FOLDER.resolve("index.html"));
    String begin = "<template id=\"texts\">\n";
    int at = page.indexOf(begin) + begin.length();
    String table = page.substring(at, page.indexOf("\n</template>", at));
    List<String[]> rows = new ArrayList<>();
    for (String line : table.split("\n", -1)) {
      rows.add(line.split(" = ", -1));
    }
    return rows;
  }

  @Test
  void shouldSayEverythingInBothLanguages() {
    Set<String> keys = new TreeSet<>();
    for (String[] row : texts()) {
      assertThat(row).describedAs(String.join(" = ", row)).hasSize(3).doesNotContain("");
      assertThat(keys.add(row[0])).describedAs(row[0] + " once").isTrue();
      assertThat(places(row[2])).describedAs(row[0]).isEqualTo(places(row[1]));
      assertThat(row[2].contains("|")).describedAs(row[0]).isEqualTo(row[1].contains("|"));
    }
    Set<String> used = new TreeSet<>();
    TEXT.matcher(modules()).results().forEach(match -> used.add(match.group(1)));
    BRANCHES
        .matcher(modules())
        .results()
        .forEach(match -> used.addAll(List.of(match.group(1), match.group(2))));
    assertThat(keys).containsAll(used);
    assertThat(used).hasSizeGreaterThan(50);
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    PLACE.matcher(text).results().map(MatchResult::group).forEach(places::add);
    return places;
  }

  @Test
  void shouldTakeNoTextForMarkupOrForAProgram() {
    assertThat(MARKUP.matcher(modules()).results().map(MatchResult::group)).isEmpty();
  }

  @Test
  void shouldHaveNothingInlineAndNothingFromElsewhere() {
    String page = read(FOLDER.resolve("index.html"));
    assertThat(page).doesNotContainPattern("<style|\\sstyle=|\\son\\w+=|<script(?![^>]*\\ssrc=)");
    assertThat(modules()).doesNotContainPattern("\\bstyle: (?!'short')|setAttribute\\('style'");
    String all =
        Stream.of(".html", ".css", ".js", ".svg")
            .flatMap(ending -> files(ending).stream())
            .map(BoardFilesTest::read)
            .collect(joining())
            .replace("http://www.w3.org/2000/svg", "");
    assertThat(all).doesNotContainPattern("https?://|@import|url\\(");
  }
}
