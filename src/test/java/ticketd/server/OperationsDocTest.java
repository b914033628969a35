package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operations.md has a remedy for every error that the server writes. */
class OperationsDocTest {
  private static final Path PAGE = Path.of("docs", "operations.md");
  private static final Path BUNDLE =
      Path.of("src", "main", "resources", "bundles", "server_en.properties");
  private static final Path SOURCES = Path.of("src", "main", "java", "ticketd");

  private static final int SHORTEST = 8;

  /** Where an error gets its text: in the code, up to the end of the statement. */
  private static final Pattern ERROR =
      Pattern.compile(
          "(?:new JournalException\\(|JournalException\\.damaged\\(|(?:LOG|getLog\\(\\)|logger)\\s*"
              + "\\.(?:warn|error)\\()([^;]*);");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Texts that are no errors: for people who look for them. */
  private static final Pattern NO_ERROR = Pattern.compile("(log|status|allowed)-.*");

  /** What goes around another text. */
  private static final String FRAME = "error-line";

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  @Test
  void shouldHaveEveryTextOfTheBundle() throws IOException {
    Properties texts = new Properties();
    try (Reader reader = Files.newBufferedReader(BUNDLE)) {
      texts.load(reader);
    }
    List<String> missing = new ArrayList<>();
    for (String key : texts.stringPropertyNames()) {
      if (!NO_ERROR.matcher(key).matches() && !key.equals(FRAME)) {
        String text = texts.getProperty(key);
        if (fragments(text, "\\{\\d}|;").noneMatch(pageHas())) {
          missing.add(key + "=" + text);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void shouldHaveEveryTextOfTheCode() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String room : List.of("journal", "store", "server")) {
      for (Path file : filesIn(SOURCES.resolve(room))) {
        Matcher error = ERROR.matcher(Files.readString(file));
        while (error.find()) {
          for (MatchResult literal : LITERAL.matcher(error.group(1)).results().toList()) {
            for (String fragment : fragments(literal.group(1), "\\{}|: $|^: ").toList()) {
              found++;
              if (!pageHas().test(fragment)) {
                missing.add(file.getFileName() + ": " + fragment);
              }
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  private static Predicate<String> pageHas() throws IOException {
    String page = page();
    return page::contains;
  }

  /** The parts of a text that are always there. */
  private static Stream<String> fragments(String text, String hole) {
    return Stream.of(text.split(hole, -1))
        .map(fragment -> fragment.replaceAll("^[ ,:;]+|[ ,:;]+$", ""))
        .filter(fragment -> fragment.length() >= SHORTEST && !isKey(fragment));
  }

  /** Of a bundle, whose texts the other test has. */
  private static boolean isKey(String text) {
    return text.matches("[a-z]+(-[a-z]+)+");
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
