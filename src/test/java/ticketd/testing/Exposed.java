package ticketd.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that a scrape got, read back strictly: whatever Prometheus' text format 0.0.4 or
 * OpenMetrics 1.0 does not allow is an {@link AssertionError}, and so is a histogram that does not
 * add up.
 */
public final class Exposed {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_][a-z0-9_]*)(?:\\{([^}]*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,(?=.)|$)");
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-z0-9_]+) (.+)");

  /**
   * What is told of one name.
   *
   * @param name as its samples have it, with {@code _total} and {@code _info} but without a
   *     histogram's suffixes
   * @param labels of all its series, without {@code le}
   */
  public record Family(String name, String type, String help, Set<String> labels) {}

  private final boolean isOpenMetrics;
  private final Map<String, Map<String, String>> comments = new LinkedHashMap<>();
  private final Map<String, Set<String>> labels = new HashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private String current = "";

  private Exposed(boolean isOpenMetrics) {
    this.isOpenMetrics = isOpenMetrics;
  }

  public static Exposed text(String text) {
    return new Exposed(false).read(text);
  }

  public static Exposed openMetrics(String text) {
    return new Exposed(true).read(text);
  }

  /** The families by their names. */
  public Map<String, Family> families() {
    Map<String, Family> families = new TreeMap<>();
    comments.forEach(
        (name, told) -> {
          String type = told.getOrDefault("TYPE", "");
          String full =
              !isOpenMetrics
                  ? name
                  : type.equals("counter")
                      ? name + "_total"
                      : type.equals("info") ? name + "_info" : name;
          families.put(
              full,
              new Family(
                  full, type, told.getOrDefault("HELP", ""), labels.getOrDefault(name, Set.of())));
        });
    return families;
  }

  /** The samples, by name and labels: {@code name{a="b",c="d"}}, labels in alphabetical order. */
  public Map<String, Double> samples() {
    return samples;
  }

  /** The value of a series, which must be there. */
  public double value(String series) {
    Double value = samples.get(series);
    if (value == null) {
      throw new AssertionError("no " + series + " among " + samples.keySet());
    }
    return value;
  }

  private Exposed read(String text) {
    require(text.endsWith("\n"), "the end of a line at the end", text);
    List<String> lines =
        new ArrayList<>(List.of(text.substring(0, text.length() - 1).split("\n", -1)));
    if (isOpenMetrics) {
      require(lines.remove(lines.size() - 1).equals("# EOF"), "# EOF at the end", text);
    }
    for (String line : lines) {
      if (line.startsWith("#")) {
        comment(line);
      } else {
        sample(line);
      }
    }
    comments.keySet().forEach(this::checkFamily);
    return this;
  }

  private void comment(String line) {
    Matcher comment = COMMENT.matcher(line);
    require(comment.matches(), "a comment of a known kind", line);
    String name = comment.group(2);
    if (!name.equals(current)) {
      require(!comments.containsKey(name), "all of a name together", line);
      comments.put(name, new HashMap<>());
      current = name;
    }
    require(samplesOf(name).isEmpty(), "comments before the samples", line);
    String before = told(name).put(comment.group(1), comment.group(3));
    require(before == null, "one comment of a kind", line);
    require(isOpenMetrics || !comment.group(1).equals("UNIT"), "no unit in this format", line);
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), "a sample", line);
    String type = told(current).getOrDefault("TYPE", "");
    require(suffixes(type).contains(suffix(sample.group(1))), "a name of this " + type, line);
    StringBuilder series = new StringBuilder();
    Set<String> names = labels.computeIfAbsent(current, name -> new TreeSet<>());
    String written = Optional.ofNullable(sample.group(2)).orElse("");
    Map<String, String> values = new TreeMap<>();
    Matcher label = LABEL.matcher(written);
    int at = 0;
    while (label.lookingAt()) {
      require(values.put(label.group(1), label.group(2)) == null, "a label once", line);
      at = label.end();
      label.region(at, written.length());
    }
    require(at == written.length(), "labels", line);
    values.forEach(
        (name, value) ->
            series
                .append(series.isEmpty() ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
    values.keySet().stream().filter(name -> !name.equals("le")).forEach(names::add);
    String key = sample.group(1) + (series.isEmpty() ? "" : "{" + series + "}");
    require(samples.put(key, number(sample.group(3))) == null, "a series once", line);
  }

  private static double number(String written) {
    return written.endsWith("Inf")
        ? (written.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
        : Double.parseDouble(written);
  }

  private String suffix(String sample) {
    require(sample.startsWith(current), "a sample of " + current, sample);
    return sample.substring(current.length());
  }

  private Set<String> suffixes(String type) {
    return switch (type) {
      case "counter" -> isOpenMetrics ? Set.of("_total") : Set.of("");
      case "info" -> Set.of("_info");
      case "gauge" -> Set.of("");
      case "histogram" -> Set.of("_bucket", "_count", "_sum");
      case "summary" -> Set.of("_count", "_sum");
      default -> throw new AssertionError("type " + type + " of " + current);
    };
  }

  private void checkFamily(String name) {
    Map<String, String> told = told(name);
    require(told.containsKey("HELP") && told.containsKey("TYPE"), "help and type", name);
    String unit = told.get("UNIT");
    require(unit == null || name.endsWith("_" + unit), "the unit at the end of the name", name);
    if (!isOpenMetrics && told.getOrDefault("TYPE", "").equals("counter")) {
      require(name.endsWith("_total"), "_total at the end of a counter", name);
    }
    if (told.getOrDefault("TYPE", "").equals("histogram")) {
      checkHistograms(name);
    }
  }

  /** Cumulative, bounds ascending, to the one of all, which is the count. */
  private void checkHistograms(String name) {
    Set<String> ended = new HashSet<>();
    String before = "";
    double bound = 0;
    double count = 0;
    for (String series : samplesOf(name)) {
      if (!series.startsWith(name + "_bucket")) {
        continue;
      }
      Matcher le =
          Pattern.compile("(^|,)le=\"([^\"]+)\"").matcher(series.replaceAll("^.*\\{|}$", ""));
      require(le.find(), "a bound", series);
      String of = series.replaceAll("(,?)le=\"[^\"]+\"", "").replace("{,", "{").replace("{}", "");
      if (!of.equals(before)) {
        require(before.isEmpty() || ended.contains(before), "a bucket of all", before);
        before = of;
        bound = Double.NEGATIVE_INFINITY;
        count = 0;
      }
      double upTo = number(le.group(2));
      require(upTo > bound && value(series) >= count, "more, up to more", series);
      bound = upTo;
      count = value(series);
      if (upTo == Double.POSITIVE_INFINITY) {
        ended.add(of);
        require(count == value(of.replace("_bucket", "_count")), "the count in the last", series);
        require(value(of.replace("_bucket", "_sum")) >= 0, "a sum", series);
      }
    }
    require(before.isEmpty() || ended.contains(before), "a bucket of all", before);
  }

  private List<String> samplesOf(String name) {
    Pattern own =
        Pattern.compile(Pattern.quote(name) + "(_total|_info|_bucket|_count|_sum)?(\\{.*)?");
    return samples.keySet().stream().filter(series -> own.matcher(series).matches()).toList();
  }

  private Map<String, String> told(String name) {
    Map<String, String> told = comments.get(name);
    if (told == null) {
      throw new AssertionError("no comments before the samples of " + name);
    }
    return told;
  }

  private static void require(boolean holds, String what, String where) {
    if (!holds) {
      throw new AssertionError("expected " + what + ": " + where);
    }
  }
}
