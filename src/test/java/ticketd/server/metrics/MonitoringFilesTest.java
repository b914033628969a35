package ticketd.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Exposed;
import ticketd.testing.LineClient;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;
import ticketd.wire.ErrorCode;

/**
 * The page, the dashboard and the alerts name what a running server exposes: each name, each label
 * and each value of a label.
 */
class MonitoringFilesTest {
  private static final Path PAGE = Path.of("docs", "operations.md");
  private static final Path DASHBOARD = Path.of("config", "grafana", "ticketd.json");
  private static final Path ALERTS = Path.of("config", "prometheus", "alerts.yml");
  private static final Path SCRAPING = Path.of("config", "prometheus", "prometheus.yml");

  private static final Pattern NAME = Pattern.compile("\\b(?:ticketd|jvm|process)_[a-z0-9_]+");
  private static final Pattern SELECTOR = Pattern.compile("\\b([a-z]+_[a-z0-9_]+|up)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-z]+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?([a-z]+) ?}}");

  /** What Prometheus adds to every series. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  /** A block mapping, an item of a sequence, or both, as far as these files use YAML. */
  private static final Pattern YAML =
      Pattern.compile(
          "(?:  )*(?:- )?(?:[a-z_]+:(?: (?:\"[^\"]*\"|[^\"#&*\\[{].*))?|[^:\"\\s]\\S*)");

  @TempDir static Path folder;
  private static Map<String, Exposed.Family> families = Map.of();

  @SuppressWarnings("NullAway.Init") // set before every test
  private static Exposed exposed;

  @BeforeAll
  static void scrape() {
    try (TestServer server = TestServer.start(TestServer.Setup.in(folder))) {
      LineClient jules = server.connect("Jules");
      jules.status("PING");
      Scraper scraper = new Scraper(server);
      scraper.figures();
      exposed = scraper.figures();
      families = exposed.families();
    }
  }

  @Test
  void shouldHaveARowForEachNameOnThePage() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches("\\| `(ticketd|jvm|process)_.*"))
            .toList();
    List<String> expected =
        families.values().stream()
            .map(
                family ->
                    "| `%s` | %s |%s| %s |"
                        .formatted(
                            family.name(),
                            isInfo(family) ? "info" : family.type(),
                            family.labels().isEmpty()
                                ? " "
                                : " " + String.join(", ", family.labels()) + " ",
                            family.help().replaceFirst("\\.$", "")))
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** In Prometheus' own text it is a gauge. */
  private static boolean isInfo(Exposed.Family family) {
    return family.name().endsWith("_info");
  }

  @Test
  void shouldAskForWhatIsThereOnTheDashboard() throws IOException {
    List<Map<String, String>> targets = targets(Files.readString(DASHBOARD));
    assertThat(targets).hasSizeGreaterThan(30);
    for (Map<String, String> target : targets) {
      String expr = target.getOrDefault("expr", "");
      check(expr, target.getOrDefault("legendFormat", ""));
      assertThat(expr).contains("instance=~\"$instance\"");
    }
  }

  @Test
  void shouldWatchWhatIsThereInTheAlerts() throws IOException {
    List<String> lines = Files.readAllLines(ALERTS);
    List<String> rules =
        new ArrayList<>(List.of(String.join("\n", lines).split("\n +- alert: ", -1)));
    rules.remove(0);
    assertThat(rules).hasSizeGreaterThan(10);
    for (String rule : rules) {
      List<String> expr = values(rule, "expr");
      assertThat(expr).as(rule).hasSize(1);
      assertThat(values(rule, "severity"))
          .as(rule)
          .hasSize(1)
          .isSubsetOf("critical", "warning", "info");
      assertThat(values(rule, "summary")).as(rule).hasSize(1);
      assertThat(values(rule, "description")).as(rule).hasSize(1);
      check(expr.get(0), rule.replaceAll("\\{\\{ ?\\$value[^}]*}}", ""));
    }
    assertThat(rules.stream().map(rule -> rule.split("\n", 2)[0]))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("Ticketd[A-Z][A-Za-z]+"));
  }

  @Test
  void shouldBeYaml() throws IOException {
    for (Path file : List.of(ALERTS, SCRAPING)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
          assertThat(line).matches(YAML);
        }
      }
    }
  }

  private static List<String> values(String rule, String key) {
    return Pattern.compile("(?m)^ +" + key + ": (.*)$")
        .matcher(rule)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** {@code shown} is text with labels of what {@code expr} finds. */
  private static void check(String expr, String shown) {
    Set<String> labels = new TreeSet<>(ADDED);
    for (String name :
        NAME.matcher(expr.replaceAll("\"[^\"]*\"", ""))
            .results()
            .map(MatchResult::group)
            .toList()) {
      labels.addAll(family(name, expr).labels());
      if (name.endsWith("_bucket")) {
        labels.add("le");
      }
    }
    SELECTOR.matcher(expr).results().forEach(selector -> checkMatchers(selector, expr));
    GROUPING
        .matcher(expr)
        .results()
        .flatMap(grouping -> Stream.of(grouping.group(1).split(", ", -1)))
        .forEach(label -> assertThat(labels).as(expr).contains(label));
    SHOWN
        .matcher(shown)
        .results()
        .forEach(label -> assertThat(labels).as("%s of %s", shown, expr).contains(label.group(1)));
  }

  private static Exposed.Family family(String name, String expr) {
    Exposed.Family family = families.get(name.replaceFirst("_(bucket|count|sum)$", ""));
    return family != null ? family : required(families.get(name), name + " of " + expr);
  }

  private static Exposed.Family required(Exposed.@Nullable Family family, String what) {
    if (family == null) {
      throw new AssertionError("no " + what + " among " + families.keySet());
    }
    return family;
  }

  private static void checkMatchers(MatchResult selector, String expr) {
    MATCHER
        .matcher(selector.group(2))
        .results()
        .filter(matcher -> !ADDED.contains(matcher.group(1)))
        .forEach(
            matcher -> {
              String label = matcher.group(1);
              assertThat(family(selector.group(1), expr).labels()).as(expr).contains(label);
              assertThat(valuesOf(label)).as(expr).contains(matcher.group(3).split("\\|", -1));
            });
  }

  /** Those that a series has, or may have. */
  private static Set<String> valuesOf(String label) {
    Set<String> values = new TreeSet<>();
    Pattern written = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
    for (String series : exposed.samples().keySet()) {
      written.matcher(series).results().forEach(found -> values.add(found.group(1)));
    }
    if (label.equals("outcome")) {
      for (ErrorCode code : ErrorCode.values()) {
        values.add(code.wireName());
      }
    }
    return values;
  }

  /** The texts of each object that has an {@code expr}. */
  private static List<Map<String, String>> targets(String json) throws IOException {
    List<Map<String, String>> targets = new ArrayList<>();
    List<Map<String, String>> open = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          open.add(new TreeMap<>());
        } else if (token == JsonToken.END_OBJECT) {
          Map<String, String> ended = open.remove(open.size() - 1);
          if (ended.containsKey("expr")) {
            targets.add(ended);
          }
        } else if (token == JsonToken.VALUE_STRING && !parser.getParsingContext().inArray()) {
          open.get(open.size() - 1).put(parser.currentName(), parser.getText());
        }
      }
    }
    return targets;
  }
}
