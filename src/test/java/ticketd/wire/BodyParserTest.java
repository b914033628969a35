package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.protocol.RequestParser;
import ticketd.ticket.ExpectedVersions;
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
      NOTE 1 Vu.                       | NOTE       | 1  | {"text":"Vu."}
      LINK 1 blocks #3                 | LINK       | 1  | {"type":"blocks","id":3}
      LINK 1 {"type":"relates","id":"#3"} | LINK    | 1  | {"id":"3","type":"relates"}
      UNLINK 1 3                       | UNLINK     | 1  | {"id":3}
      RATE 1 4                         | RATE       | 1  | {"rating":4}
      RATE 1 5 4 3 bien                | RATE       | 1  | {"responsiveness":5,"competence":4,"satisfaction":3,"text":"bien"}
      DUE 1 2026-12-01                 | DUE        | 1  | {"due":"2026-12-01"}
      DUE 1 {"due":null}               | DUE        | 1  | {"due":null}
      DUE #1 -                         | DUE        | #1 | {"due":null}
      DUE #1 -                         | DUE        | #1 | {"due":"-"}
      EDIT 1 {"due":null}              | EDIT       | 1  | {"due":"-"}
      EDIT 1 {"due":"2026-12-01T17:30Z"} | EDIT    | 1  | {"due":"2026-12-01T17:30Z"}
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
          DUE 1 tomorrow                  | DUE        | 1  | {"due":"tomorrow"}
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
          DUE     | {}                            | bad-request: the member "due" is missing
          DUE     | {"due":1}                     | bad-request: the member "due" must be a string or null
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

  private static Parsed any(String verb, String id, String body, Map<Member, String> besides) {
    return BODIES.parseAny(
        Verb.valueOf(verb),
        id,
        body.getBytes(UTF_8),
        besides,
        new BodyParser.Sender(Optional.empty(), ExpectedVersions.NOT_CHECKED, ANA));
  }

  private static Parsed any(String verb, String id, String body) {
    return any(verb, id, body, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          STATUS   | waiting          | {"status":"waiting"}
          STATUS   | ` waiting\r\n` | {"status":"waiting"}
          PRIORITY | high             | {"priority":"high"}
          ASSIGN   | Bob Martin       | {"assignee":"Bob Martin"}
          ASSIGN   | null             | {"assignee":null}
          ASSIGN   | -                | {"assignee":null}
          ASSIGN   | {"assignee":null} | {"assignee":null}
          CLOSE    | invalid          | {"resolution":"invalid"}
          CLOSE    | ``               | {}
          COMMENT  | `a\r\nb\n`    | {"text":"a\\nb"}
          COMMENT  | `a\n\n`        | {"text":"a\\n"}
          COMMENT  | ` {"text":"x"}`  | {"text":" {\\"text\\":\\"x\\"}"}
          COMMENT  | `a%20b+c`    | {"text":"a%20b+c"}
          TAKE     | `\n`            | {}
          TAKE     | ``               | {}
          """)
  void shouldTakeABodyWithoutABraceForTheValue(String verb, String body, String json) {
    String sent = body.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    assertThat(any(verb, "1", sent))
        .isEqualTo(body(verb, "1", json, ""))
        .isInstanceOf(Parsed.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Disk full            | {"title":"Disk full"}
          `Disk full\n`       | {"title":"Disk full"}
          `A\nb\nc\n`       | {"title":"A","description":"b\\nc"}
          `A\r\n\r\nb`     | {"title":"A","description":"b"}
          `A\n\n\nb`        | {"title":"A","description":"\\nb"}
          `A\n\n`            | {"title":"A","description":""}
          """)
  void shouldFileATitleAndWhatFollowsIt(String body, String json) {
    String sent = body.replace("\\r", "\r").replace("\\n", "\n");
    assertThat(any("SENDTICKET", "", sent))
        .isEqualTo(body("SENDTICKET", "", json, ""))
        .isInstanceOf(Parsed.Accepted.class);
  }

  @Test
  void shouldTakeMembersThatStandBesideTheBody() {
    Map<Member, String> besides =
        Map.of(Member.PRIORITY, "high", Member.TAGS, "a,b", Member.ASSIGNEE, "me");
    Parsed expected =
        body(
            "SENDTICKET",
            "",
            "{\"title\":\"x\",\"priority\":\"high\",\"tags\":[\"a\",\"b\"],\"assignee\":\"me\"}",
            "");
    assertThat(any("SENDTICKET", "", "x", besides)).isEqualTo(expected);
    assertThat(any("SENDTICKET", "", "{\"title\":\"x\"}", besides)).isEqualTo(expected);
    assertThat(shown(any("SENDTICKET", "", "{\"title\":\"x\",\"tags\":[]}", besides)))
        .startsWith("bad-request: the member \"tags\" is repeated");
    assertThat(shown(any("SENDTICKET", "", "x", Map.of(Member.PRIORITY, "a\u0000"))))
        .startsWith("bad-text");
    assertThat(shown(any("SENDTICKET", "", "x", Map.of(Member.STATUS, "open"))))
        .startsWith("bad-request: unknown member \"status\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COMMENT    | `a\rb`       | bad-text: the character U+000D
          SENDTICKET | `a\tb`       | bad-text: a title holds no tab
          SENDTICKET | `\nb`        | bad-request: the title is empty
          SENDTICKET | ``            | bad-request: the member "title" is missing
          STATUS     | open‏    | bad-text: the character U+200F
          STATUS     | `open\nx`    | bad-text: a line feed
          STATUS     | ``            | bad-request: the member "status" is missing
          EDIT       | x             | bad-request: a JSON object is expected: EDIT
          TAKE       | x             | bad-request: a JSON object is expected: TAKE
          TAG        | x             | bad-request: a JSON object is expected: TAG
          COMMENT    | {"text":"a",} | bad-request: the JSON is not valid
          """)
  void shouldSayWhatIsWrongWithAValue(String verb, String body, String english) {
    String sent = body.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    assertThat(shown(any(verb, "1", sent))).startsWith(english);
  }

  @Test
  void shouldTakeTheVersionsThatAreExpected() {
    ExpectedVersions expected = new ExpectedVersions(List.of(3L, 4L));
    BodyParser.Sender sender = new BodyParser.Sender(Optional.empty(), expected, ANA);
    for (Parsed parsed :
        List.of(
            BODIES.parse(Verb.TAKE, "1", new byte[0], sender),
            BODIES.takeNext(new byte[0], sender))) {
      assertThat(parsed)
          .isInstanceOfSatisfying(
              Parsed.Accepted.class,
              accepted ->
                  assertThat(((Request.Change) accepted.request()).expected()).isEqualTo(expected));
    }
  }
}
