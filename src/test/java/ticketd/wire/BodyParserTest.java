package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.protocol.RequestParser;
import ticketd.ticket.Identity;

/** The same change through both doors: as a line, and as a verb with a JSON object. */
class BodyParserTest {
  private static final Optional<Identity> ANA = Identity.of("Ana");
  private static final BodyParser BODIES = new BodyParser(Clock.systemUTC());
  private static final RequestParser LINES = new RequestParser(Clock.systemUTC());

  private static final String SAME =
      """
      SENDTICKET {"title":" a ","tags":["x","x"],"assignee":"me"} | SENDTICKET |   | {"title":" a ","tags":["x","x"],"assignee":"me"}
      COMMENT 1 Vu.                    | COMMENT    | 1  | {"text":"Vu."}
      COMMENT #1 {"text":"a\\r\\nb"}   | COMMENT    | #1 | {"text":"a\\r\\nb"}
      TAKE 1                           | TAKE       | 1  | {}
      TAKE 1                           | TAKE       | 1  | ``
      ASSIGN 1 Bob                     | ASSIGN     | 1  | {"assignee":"Bob"}
      ASSIGN 1 me                      | ASSIGN     | 1  | {"assignee":"me"}
      ASSIGN 1 -                       | ASSIGN     | 1  | {"assignee":null}
      STATUS 1 waiting                 | STATUS     | 1  | {"status":"waiting"}
      CLOSE 1                          | CLOSE      | 1  | {}
      CLOSE 1 invalid no               | CLOSE      | 1  | {"resolution":"invalid","text":"no"}
      REOPEN 1                         | REOPEN     | 1  | {}
      PRIORITY 1 high                  | PRIORITY   | 1  | {"priority":"high"}
      TAG 1 +a +b -c                   | TAG        | 1  | {"remove":["c"],"add":["a","b"]}
      EDIT 1 {"version":3,"assignee":null} | EDIT   | 1  | {"version":3,"assignee":null}
      EDIT 1 {}                        | EDIT       | 1  | {}
      """;

  private static Parsed line(String line, Optional<Identity> who) {
    byte[] bytes = line.getBytes(UTF_8);
    return LINES.parse(bytes, 0, bytes.length, who);
  }

  private static Parsed body(String verb, String id, String json, String key) {
    return body(verb, id, json, key.isEmpty() ? Optional.empty() : Optional.of(key), ANA);
  }

  private static Parsed body(
      String verb, String id, String json, Optional<String> key, Optional<Identity> who) {
    return BODIES.parse(Verb.valueOf(verb), id, json.getBytes(UTF_8), key, who);
  }

  private static String shown(Parsed parsed) {
    return parsed instanceof Parsed.Refused refused
        ? refused.code().wireName() + ": " + refused.message()
        : parsed.toString();
  }

  @Test
  void shouldMakeTheChangeThatALineMakes() {
    Set<Verb> seen = EnumSet.noneOf(Verb.class);
    for (String row : SAME.lines().toList()) {
      String[] cells = row.split(" \\| ", -1);
      String verb = cells[1].strip();
      seen.add(Verb.valueOf(verb));
      String json = cells[3].strip().replace("`", "");
      assertThat(body(verb, cells[2].strip(), json, "")).isEqualTo(line(cells[0].strip(), ANA));
      assertThat(body(verb, cells[2].strip(), json, "k:1"))
          .isEqualTo(line("@k:1 " + cells[0].strip(), ANA));
      assertThat(shown(body(verb, cells[2].strip(), json, Optional.empty(), Optional.empty())))
          .isEqualTo(shown(line(cells[0].strip(), Optional.empty())))
          .startsWith("not-identified");
    }
    Set<Verb> changing = EnumSet.allOf(Verb.class);
    changing.removeIf(verb -> !verb.changesTickets());
    assertThat(seen).isEqualTo(changing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SENDTICKET {"title":""}         | SENDTICKET | `` | {"title":""}
          SENDTICKET {"titel":"x"}        | SENDTICKET | `` | {"titel":"x"}
          SENDTICKET {"title":"x"         | SENDTICKET | `` | {"title":"x"
          SENDTICKET {"title":"a\\u202Eb"} | SENDTICKET | `` | {"title":"a\\u202Eb"}
          SENDTICKET {}                   | SENDTICKET | `` | ``
          COMMENT x y                     | COMMENT    | x  | {"text":"y"}
          COMMENT 0 y                     | COMMENT    | 0  | {"text":"y"}
          COMMENT 1 \u00A0\u200B.         | COMMENT    | 1  | {"text":"\u00A0\u200B."}
          STATUS 1 done                   | STATUS     | 1  | {"status":"done"}
          PRIORITY 1 hottest              | PRIORITY   | 1  | {"priority":"hottest"}
          ASSIGN 1 next                   | ASSIGN     | 1  | {"assignee":"next"}
          CLOSE 1 nope                    | CLOSE      | 1  | {"resolution":"nope"}
          TAG 1 +A                        | TAG        | 1  | {"add":["A"]}
          EDIT 1 {"version":0}            | EDIT       | 1  | {"version":0}
          """)
  void shouldRefuseWhatALineRefuses(String line, String verb, String id, String json) {
    assertThat(shown(body(verb, id, json, ""))).isEqualTo(shown(line(line, ANA)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COMMENT | {}                            | bad-request: the member "text" is missing
          ASSIGN  | {}                            | bad-request: the member "assignee" is missing
          STATUS  | {"status":null}               | bad-request: the member "status" must be a string
          TAKE    | {"text":"x"}                  | bad-request: unknown member "text"
          TAG     | {"add":"x"}                   | bad-request: the member "add" must be an array of strings
          CLOSE   | {"text":"\u200B"}             | bad-request: the comment is empty
          STATUS  | {"status":"open\u200F"}       | bad-text: the character U+200F
          STATUS  | []                            | bad-request: a JSON object is expected: STATUS
          STATUS  | "open"                        | bad-request: a JSON object is expected: STATUS
          """)
  void shouldSayWhatIsWrongWithABody(String verb, String json, String english) {
    assertThat(shown(body(verb, "1", json, ""))).startsWith(english.strip());
  }

  @Test
  void shouldReadABodyOnSeveralLines() {
    assertThat(body("COMMENT", "1", "{\r\n\t\"text\":\n\"é\"\r}\n", ""))
        .isEqualTo(line("COMMENT 1 é", ANA));
    assertThat(shown(body("COMMENT", "1", "{\"text\":\"a\nb\"}", ""))).startsWith("bad-request");
    assertThat(shown(body("COMMENT", "1", "{\n\"text\":\"a\u0007b\"}", ""))).startsWith("bad-text");
    assertThat(shown(body("COMMENT", "1", "{\"text\":\"a\u007Fb\"\n}", ""))).startsWith("bad-text");
  }

  @Test
  void shouldRefuseBytesThatAreNoUtf8AndKeysThatAreNone() {
    assertThat(
            shown(
                BODIES.parse(
                    Verb.COMMENT, "1", new byte[] {'{', (byte) 0xE9}, Optional.empty(), ANA)))
        .startsWith("bad-text: byte 2 of the line is not UTF-8");
    assertThat(shown(body("TAKE", "1", "{}", "k k")))
        .isEqualTo(shown(line("@kék TAKE 1", ANA)).replace("kék", "k k"))
        .startsWith("bad-request: \"@k k\" is no key");
  }

  @Test
  void shouldTakeTheNextOfAQuery() {
    String query = "tag:x -\"disque plein\" assignee:-";
    assertThat(BODIES.takeNext(query.getBytes(UTF_8), Optional.of("k"), ANA))
        .isEqualTo(line("@k TAKE NEXT " + query, ANA));
    assertThat(shown(BODIES.takeNext("tag:A".getBytes(UTF_8), Optional.empty(), ANA)))
        .isEqualTo(shown(line("TAKE NEXT tag:A", ANA)));
    assertThat(shown(BODIES.takeNext("a\u0000".getBytes(UTF_8), Optional.empty(), ANA)))
        .startsWith("bad-text");
  }
}
