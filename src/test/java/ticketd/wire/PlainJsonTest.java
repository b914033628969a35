package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.protocol.RequestParser;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Identity;

/** Requests mean the same whether they are read in place or by the parser of all JSON. */
class PlainJsonTest {
  private static final int OBJECTS = Size.of("objects", 10_000, 400_000);
  private static final RequestParser PARSER = new RequestParser(Clock.systemUTC());
  private static final Optional<Identity> JULES = Identity.of("Jules");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          " ",
          "  ",
          "\"",
          "\"\"",
          "\"title\"",
          "\"tags\"",
          "\"x\"",
          "\"é😀\"",
          "\"low\"",
          "\"me\"",
          "null",
          "1",
          "\\n",
          "\"a\\u0041\"",
          "\t",
          "x");

  private static final List<String> MEMBERS =
      List.of(
          "\"title\":\"t\"",
          "\"title\" : \" a title: {1}, [2] \"",
          "\"description\":\"été 😀, or: not\"",
          "\"description\":\"\"",
          "\"priority\":\"high\"",
          "\"priority\":\"higher\"",
          "\"assignee\":\"ana\"",
          "\"assignee\":null",
          "\"tags\":[\"a\",\"b\"]",
          "\"tags\":\"a\"",
          "\"version\":\"1\"",
          "\"titles\":\"t\"",
          "\"text\":\"t\"");

  private static List<String> object(Random random) {
    List<String> tokens = new ArrayList<>(List.of("{"));
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      tokens.add(MEMBERS.get(random.nextInt(MEMBERS.size())));
      tokens.add(n > 1 ? "," : "}");
    }
    for (int n = random.nextInt(4) - 1; n > 0; n--) {
      tokens.add(1 + random.nextInt(tokens.size()), TOKENS.get(random.nextInt(TOKENS.size())));
    }
    if (random.nextInt(4) == 0) {
      tokens.remove(1 + random.nextInt(tokens.size() - 1));
    }
    return tokens;
  }

  private static Parsed parse(String verb, String json) {
    byte[] line = (verb + json).getBytes(UTF_8);
    return PARSER.parse(line, 0, line.length, JULES);
  }

  @Test
  void shouldMeanTheSameAsTheParserOfAllJson() {
    Random random = Seed.random();
    int plain = 0;
    for (int i = 0; i < OBJECTS; i++) {
      List<String> tokens = object(random);
      String json = String.join("", tokens);
      if (PlainJson.read(json, (name, value) -> true)) {
        plain++;
      }
      // A tab between tokens means nothing, and is not plain.
      String other = "{\t" + String.join("", tokens.subList(1, tokens.size()));
      for (String verb : List.of("SENDTICKET ", "EDIT 7 ", "COMMENT 7 ")) {
        assertThat(meaning(parse(verb, json)))
            .as("%s%s", verb, json)
            .isEqualTo(meaning(parse(verb, other)));
      }
    }
    assertThat(plain).isBetween(OBJECTS / 10, OBJECTS * 9 / 10);
  }

  /** All of it; of a refusal the code, since the tab moves the column that the message names. */
  private static Object meaning(Parsed parsed) {
    return parsed instanceof Parsed.Refused refused ? refused.code() : parsed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":\"",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",",
        "{\"a\":\"b\",}",
        "{\"a\":\"b\"}}",
        "{\"a\":\"b\"} x",
        "{\"a\" \"b\"}",
        "{\"a\":1}",
        "{\"a\":\"\\n\"}",
        "{\t\"a\":\"b\"}",
        "[\"a\"]",
      })
  void shouldLeaveTheRestToIt(String json) {
    assertThat(PlainJson.read(json, (name, value) -> true)).isFalse();
  }

  @Test
  void shouldHandOverMembersUntilOneIsDeclined() {
    List<String> seen = new ArrayList<>();
    String json = " { \"a\" : \"1\" , \"b\":\"\",\"c\":\"x: y\"} ";
    assertThat(PlainJson.read(json, (name, value) -> seen.add(name + "=" + value))).isTrue();
    assertThat(seen).containsExactly("a=1", "b=", "c=x: y");
    seen.clear();
    assertThat(PlainJson.read(json, (name, value) -> seen.add(name) && seen.size() < 2)).isFalse();
    assertThat(seen).containsExactly("a", "b");
  }
}
