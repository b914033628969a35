package ticketd.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Condition;

/**
 * A conversation written down, and carried out again. Each line is {@code <connection>> <what it
 * sends>} or {@code <connection>< <what it receives>}; a connection is opened at its first line.
 * Where times and other things that differ each time are received, it says {@code <date>}, {@code
 * <time>}, {@code <n>}. A connection ends behind QUIT, and only there.
 */
public final class Transcript {
  private static final Pattern LINE = Pattern.compile("(\\w+)([<>]) ?(.*)");
  private static final Map<String, String> PLACES =
      Map.of(
          "<date>", "(?:\\d\\d/\\d\\d/\\d{4}|\\d{4}-\\d\\d-\\d\\d)",
          "<time>", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3}Z|[+-]\\d\\d:\\d\\d)",
          "<n>", "\\d+");
  private static final Pattern PLACE = Pattern.compile("<(?:date|time|n)>");

  private Transcript() {}

  /**
   * Says what {@code transcript} says and fails where something else is answered, at once or behind
   * it.
   */
  public static void replay(String transcript, Function<String, LineClient> connect) {
    Map<String, LineClient> connections = new LinkedHashMap<>();
    Set<String> ending = new HashSet<>();
    for (String line : transcript.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher matcher = LINE.matcher(line);
      assertThat(matcher.matches()).as("a line of a transcript: %s", line).isTrue();
      LineClient client = connections.computeIfAbsent(matcher.group(1), connect);
      if (matcher.group(2).equals(">")) {
        client.send(matcher.group(3));
        if (matcher.group(3).equals("QUIT")) {
          ending.add(matcher.group(1));
        }
      } else {
        assertThat(client.line()).as(line).hasValueSatisfying(matches(matcher.group(3)));
      }
    }
    connections.forEach(
        (name, client) -> {
          if (ending.contains(name)) {
            assertThat(client.line()).as("the end of " + name).isEmpty();
          } else {
            checkNothingFollows(client);
          }
        });
  }

  private static Condition<String> matches(String expected) {
    return new Condition<>(line -> pattern(expected).matcher(line).matches(), "%s", expected);
  }

  private static Pattern pattern(String expected) {
    StringBuilder regex = new StringBuilder();
    Matcher places = PLACE.matcher(expected);
    int from = 0;
    while (places.find()) {
      regex.append(Pattern.quote(expected.substring(from, places.start())));
      regex.append(PLACES.get(places.group()));
      from = places.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(expected.substring(from))).toString());
  }

  /** A connection that is still open answers the next request and nothing before it. */
  private static void checkNothingFollows(LineClient client) {
    client.send("FORMAT text", "PING");
    assertThat(client.line()).hasValueSatisfying(line -> assertThat(line).startsWith("[OK]"));
    assertThat(client.line()).contains("[OK] PONG");
  }
}
