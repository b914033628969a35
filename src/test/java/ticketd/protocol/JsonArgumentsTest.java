package ticketd.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.TicketCommand;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Parsed;
import ticketd.wire.Request;

class JsonArgumentsTest {
  private static final Identity JULES = Identity.of("Jules").orElseThrow();
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final RequestParser PARSER = new RequestParser(Clock.systemUTC());

  private static Parsed parse(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return PARSER.parse(bytes, 0, bytes.length, Optional.of(JULES));
  }

  private static TicketCommand command(String line) {
    Parsed parsed = parse(line);
    assertThat(parsed).as(line).isInstanceOf(Parsed.Accepted.class);
    return (TicketCommand) ((Request.Change) ((Parsed.Accepted) parsed).request()).command();
  }

  private static void assertRefused(String line, String code, String english) {
    Parsed parsed = parse(line);
    assertThat(parsed).as(line).isInstanceOf(Parsed.Refused.class);
    Parsed.Refused refused = (Parsed.Refused) parsed;
    assertThat(refused.code().wireName()).as(line).isEqualTo(code);
    assertThat(refused.message().in(Language.EN)).as(line).contains(english);
  }

  @Test
  void shouldFileATicketWithATitleAlone() {
    assertThat(command("SENDTICKET {\"title\":\"  Bug \"}"))
        .isEqualTo(TicketCommand.File.of("Bug", ""));
  }

  @Test
  void shouldFileATicketWithEverything() {
    assertThat(
            command(
                "SENDTICKET {\"tags\":[\"b\",\"a\",\"b\"],\"assignee\":\"Ana\",\"priority\":\"high\","
                    + " \"title\":\"Disque \\u00e9\\uD83D\\uDE00\","
                    + " \"description\":\" l1\\n\\tl2\\/ \"}  "))
        .isEqualTo(
            new TicketCommand.File(
                "Disque é😀", " l1\n\tl2/ ", Priority.HIGH, List.of("b", "a"), Optional.of(ANA)));
  }

  @Test
  void shouldTakeNullForNobodyAndMeForTheRequester() {
    assertThat(command("SENDTICKET {\"title\":\"a\",\"assignee\":null}"))
        .isEqualTo(TicketCommand.File.of("a", ""));
    assertThat(command("SENDTICKET {\"title\":\"a\",\"assignee\":\"me\"}"))
        .isEqualTo(new TicketCommand.File("a", "", Priority.NORMAL, List.of(), Optional.of(JULES)));
  }

  @Test
  void shouldBeOneRequestInEverySpelling() {
    Fingerprint one =
        Fingerprint.of(command("SENDTICKET {\"title\":\"Été\",\"tags\":[\"a\",\"b\"]}"));
    Fingerprint other =
        Fingerprint.of(
            command(
                "sendticket   {  \"tags\" : [ \"b\" , \"a\" ,\"a\"] , \"assignee\":null,"
                    + "\"priority\":\"normal\",\"description\":\"\",\"ti\\u0074le\":\" \\u00c9t\\u00e9 \" }"));
    assertThat(other).isEqualTo(one);
  }

  @Test
  void shouldEditEveryField() {
    TicketCommand.Edit edit =
        (TicketCommand.Edit)
            command(
                "EDIT #4 {\"title\":\"t\",\"description\":\"d\",\"priority\":\"low\",\"assignee\":\"Ana\","
                    + "\"tags\":[],\"status\":\"closed\",\"resolution\":\"invalid\",\"version\":3}");
    assertThat(edit)
        .isEqualTo(
            new TicketCommand.Edit(
                4,
                new TicketCommand.Patch(
                    Optional.of("t"),
                    Optional.of("d"),
                    Optional.of(Priority.LOW),
                    Optional.of(new TicketCommand.Assignment(Optional.of(ANA))),
                    Optional.of(List.of()),
                    Optional.of(Status.CLOSED),
                    Optional.of(Resolution.INVALID)),
                OptionalLong.of(3)));
  }

  @Test
  void shouldLeaveAsTheyAreTheFieldsThatAnEditDoesNotName() {
    TicketCommand.Edit edit = (TicketCommand.Edit) command("EDIT 4 {}");
    assertThat(edit.patch())
        .isEqualTo(
            new TicketCommand.Patch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(edit.expectedVersion()).isEmpty();
  }

  @Test
  void shouldClearTheAssigneeByNull() {
    TicketCommand.Edit edit = (TicketCommand.Edit) command("EDIT 4 {\"assignee\":null}");
    assertThat(edit.patch().assignment()).contains(new TicketCommand.Assignment(Optional.empty()));
  }

  @Test
  void shouldTakeAVersionBeyondAllForOneThatIsNotTheTickets() {
    TicketCommand.Edit edit =
        (TicketCommand.Edit) command("EDIT 4 {\"version\":99999999999999999999}");
    assertThat(edit.expectedVersion()).hasValue(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                    | the member "title" is missing
          {"description":"x"}                   | the member "title" is missing
          {"title":""}                          | the title is empty
          {"title":"   "}                       | the title is empty
          {"title":null}                        | "title" must be a string
          {"title":1}                           | "title" must be a string
          {"title":true}                        | "title" must be a string
          {"title":["x"]}                       | "title" must be a string
          {"title":{"x":1}}                     | "title" must be a string
          {"title":"x","title":"x"}             | "title" is repeated
          {"title":"x","Title":"x"}             | unknown member "Title"; allowed: title, description, priority, tags, assignee
          {"title":"x","status":"open"}         | unknown member "status"
          {"title":"x","id":[1,{"a":[]}]}       | unknown member "id"
          {"title":"x","":1}                    | unknown member ""
          {"title":"x","description":null}      | "description" must be a string
          {"title":"x","priority":"top"}        | "top" is no priority: low, normal, high, urgent
          {"title":"x","priority":2}            | "priority" must be a string
          {"title":"x","priority":null}         | "priority" must be a string
          {"title":"x","assignee":7}            | "assignee" must be a string or null
          {"title":"x","assignee":"next"}       | "next" is no name
          {"title":"x","assignee":"-"}          | "-" is no name
          {"title":"x","assignee":""}           | "" is no name
          {"title":"x","tags":"a"}              | "tags" must be an array of strings
          {"title":"x","tags":null}             | "tags" must be an array of strings
          {"title":"x","tags":[1]}              | "tags" must be an array of strings
          {"title":"x","tags":[["a"]]}          | "tags" must be an array of strings
          {"title":"x","tags":["A"]}            | "A" is no tag
          {"title":"x","tags":[""]}             | "" is no tag
          {"title":"x"} {                       | something follows the JSON object
          {"title":"x"} 1                       | something follows the JSON object
          {"title":"x"}}                        | the JSON is not valid
          {"title":"x",}                        | the JSON is not valid
          {"title":"x"                          | the JSON is not valid
          {"title":"x                           | the JSON is not valid
          {                                     | the JSON is not valid
          {title:"x"}                           | the JSON is not valid
          {'title':'x'}                         | the JSON is not valid
          {"title":"\\x"}                       | the JSON is not valid
          {"title":"\\u12g4"}                   | the JSON is not valid
          {"title":x}                           | the JSON is not valid
          {"title":NaN}                         | the JSON is not valid
          {"title":01}                          | the JSON is not valid
          {/**/"title":"x"}                     | the JSON is not valid
          """)
  void shouldRefuseWhatNoTicketIsFiledBy(String json, String english) {
    assertRefused("SENDTICKET " + json, "bad-request", english);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"title":""}                  | the title is empty
          {"title":null}                | "title" must be a string
          {"description":null}          | "description" must be a string
          {"status":"done"}             | "done" is no status: open, in-progress, waiting, closed
          {"status":null}               | "status" must be a string
          {"resolution":"done"}         | "done" is no resolution: fixed
          {"resolution":null}           | "resolution" must be a string
          {"priority":"top"}            | "top" is no priority
          {"tags":["a","é"]}            | "é" is no tag
          {"version":0}                 | "version" must be a whole number
          {"version":-1}                | "version" must be a whole number
          {"version":1.0}               | "version" must be a whole number
          {"version":1e3}               | "version" must be a whole number
          {"version":"1"}               | "version" must be a whole number
          {"version":null}              | "version" must be a whole number
          {"version":1,"version":1}     | "version" is repeated
          {"text":"x"}                  | unknown member "text"; allowed: title, description, priority, tags, assignee, status, resolution, due, version
          {"author":"Ana"}              | unknown member "author"
          """)
  void shouldRefuseWhatNoTicketIsEditedBy(String json, String english) {
    assertRefused("EDIT 1 " + json, "bad-request", english);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                  | "text" is missing
          {"text":1}          | "text" must be a string
          {"comment":"x"}     | unknown member "comment"; allowed: text
          {"text":"x"} y      | the JSON is not valid
          """)
  void shouldRefuseWhatIsNoComment(String json, String english) {
    assertRefused("COMMENT 1 " + json, "bad-request", english);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "\\u0007",
        "\\b",
        "\\f",
        "\\r",
        "\\u001b",
        "\\u007f",
        "\\u0085",
        "\\u009f",
        "\\u000d",
        "\\r\\r\\n",
        "\\n\\r",
        "\\r\\u000b",
        "\\rn",
        "\\u202E",
        "\\u2066",
        "\\u2028",
        "\\u2029",
        "\\ufeff",
        "\\ufffe",
        "\\ufdd0",
        "\\ud83f\\udffe",
        "\\ud800",
        "\\udc00",
        "\\udc00\\ud800",
        "\\ud800x",
        "\\ud83d\\ud83d\\ude00"
      })
  void shouldRefuseByJsonEscapeWhatALineMayNotHold(String escape) {
    String text = "\"a" + escape + "b\"";
    String bad = "stands for a character that is not accepted";
    assertRefused("SENDTICKET {\"title\":" + text + "}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\",\"description\":" + text + "}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\",\"tags\":[" + text + "]}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\",\"assignee\":" + text + "}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\"," + text + ":1}", "bad-text", bad);
    assertRefused("EDIT 1 {\"status\":" + text + "}", "bad-text", bad);
    assertRefused("COMMENT 1 {\"text\":" + text + "}", "bad-text", bad);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\\\u0000",
        "\\\\r",
        "\\u00e9",
        "\\u200d",
        "\\u061c",
        "\\u200E",
        "\\u200f",
        "\\t",
        "\\/",
        "\\\"",
        "\\ud83d\\ude00\\ud83d\\ude00",
        "\\uD83D\\uDE00",
        "\\\\ud800"
      })
  void shouldAcceptEveryOtherEscape(String escape) {
    command("COMMENT 1 {\"text\":\"a" + escape + "b\"}");
  }

  @Test
  void shouldAllowALineFeedInLongTextsOnly() {
    command("SENDTICKET {\"title\":\"x\",\"description\":\"a\\nb\"}");
    command("EDIT 1 {\"description\":\"\\n\"}");
    assertThat(command("COMMENT 1 {\"text\":\"a\\u000Ab\"}"))
        .isEqualTo(new TicketCommand.Comment(1, "a\nb"));
    command("COMMENT 1 {\"text\":\"a\\nb\"}");
    for (String member : List.of("title", "priority", "assignee", "status", "resolution")) {
      assertRefused(
          "EDIT 1 {\"" + member + "\":\"a\\nb\"}",
          "bad-text",
          "a line feed is not accepted in \"" + member + "\"");
    }
    assertRefused("EDIT 1 {\"tags\":[\"a\\nb\"]}", "bad-text", "a line feed is not accepted");
    assertRefused("EDIT 1 {\"title\":\"a\\u000ab\"}", "bad-text", "a line feed is not accepted");
    assertRefused("EDIT 1 {\"a\\nb\":1}", "bad-text", "a line feed is not accepted");
  }

  @Test
  void shouldRefuseATabInATitleByEscapeToo() {
    assertRefused("SENDTICKET {\"title\":\"a\\tb\"}", "bad-text", "a title holds no tab");
    assertRefused("EDIT 1 {\"title\":\"\\ta\",\"x\":1}", "bad-text", "a title holds no tab");
    assertRefused("SENDTICKET {\"title\":\"a\tb\"}", "bad-request", "the JSON is not valid");
  }

  @Test
  void shouldLetCharactersCountBeforeTheGrammar() {
    assertRefused("SENDTICKET {\"x\":1,\"title\":\"\\u0000\"}", "bad-text", "\\u0000 stands for");
    assertRefused("SENDTICKET {\"x\":{\"y\":[\"\\u0000\"]}}", "bad-text", "\\u0000 stands for");
    assertRefused("SENDTICKET {\"title\":{\"\\u0000\":1}}", "bad-text", "\\u0000 stands for");
    assertRefused("EDIT 1 {\"version\":\"\\u0000\"}", "bad-text", "\\u0000 stands for");
    assertRefused("EDIT 1 {\"tags\":[[\"\\u0000\"]]}", "bad-text", "\\u0000 stands for");
    assertRefused("EDIT 1 {\"title\":1,,\"\\u0000", "bad-text", "\\u0000 stands for");
    assertRefused("COMMENT 1 {\\b", "bad-text", "\\b stands for");
  }

  @Test
  void shouldHoldTheLimits() {
    String title = "😀".repeat(256);
    assertThat(command("SENDTICKET {\"title\":\" " + title + " \"}"))
        .isEqualTo(TicketCommand.File.of(title, ""));
    assertRefused(
        "SENDTICKET {\"title\":\"" + title + "x\"}", "bad-text", "257 characters; at most 256");
    assertRefused("EDIT 1 {\"title\":\"" + title + "x\"}", "bad-text", "at most 256");
    command("EDIT 1 {\"description\":\"" + "\\n".repeat(32_768) + "\"}");
    assertRefused(
        "EDIT 1 {\"description\":\"" + "\\n".repeat(32_769) + "\"}", "bad-text", "at most 32768");
    assertRefused(
        "COMMENT 1 {\"text\":\"" + "\\u20ac".repeat(10_923) + "\"}", "bad-text", "32769 bytes");
    assertRefused(
        "SENDTICKET {\"title\":\"x\",\"description\":\"" + "x".repeat(32_769) + "\"}",
        "bad-text",
        "at most 32768");
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"t" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void shouldTakeSixteenTagsAtMost() {
    assertThat(
            ((TicketCommand.File) command("SENDTICKET {\"title\":\"x\",\"tags\":" + tags(16) + "}"))
                .tags())
        .hasSize(16);
    assertRefused(
        "SENDTICKET {\"title\":\"x\",\"tags\":" + tags(17) + "}",
        "bad-request",
        "17 tags; at most 16");
    assertRefused("EDIT 1 {\"tags\":" + tags(17) + "}", "bad-request", "17 tags; at most 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void shouldRefuseJsonOfAnyDepth(String opening) {
    assertRefused("SENDTICKET {\"x\":" + opening.repeat(50_000), "bad-request", "");
  }

  @Test
  void shouldRefuseNumbersOfAnyLength() {
    assertRefused(
        "EDIT 1 {\"version\":1.0" + "0".repeat(5_000) + "}", "bad-request", "whole number");
    assertRefused("EDIT 1 {\"x\":1e" + "9".repeat(500) + "}", "bad-request", "unknown member");
  }

  @Test
  void shouldRefuseALongMemberNameWithAShortText() {
    Parsed.Refused refused = (Parsed.Refused) parse("EDIT 1 {\"" + "x".repeat(100_000) + "\":1}");
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused.message().in(Language.EN)).hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\n", "\\u000D\\n", "\\r\\u000a", "\\u000d\\u000A", "\\n"})
  void shouldTakeTheLineEndOfAWebFormForALineFeed(String end) {
    String text = "a" + end + "b" + end;
    assertThat(command("COMMENT 1 {\"text\":\"" + text + "\"}"))
        .isEqualTo(new TicketCommand.Comment(1, "a\nb\n"));
    assertThat(command("SENDTICKET {\"title\":\"x\",\"description\":\"" + text + "\"}"))
        .isEqualTo(TicketCommand.File.of("x", "a\nb\n"));
    assertRefused(
        "SENDTICKET {\"title\":\"" + text + "\"}", "bad-text", "a line feed is not accepted");
    assertRefused(
        "SENDTICKET {\"title\":\"x\",\"" + text + "\":1}", "bad-text", "a line feed is not");
  }

  @Test
  void shouldMeasureATextOnceItsLineEndsAreLineFeeds() {
    command("COMMENT 1 {\"text\":\"" + "x\\r\\n".repeat(16_384) + "\"}");
    assertRefused(
        "COMMENT 1 {\"text\":\"" + "x\\r\\n".repeat(16_384) + "x\"}", "bad-text", "32769 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u061C", "\u200E", "\u200F", "\\u061c", "\\u200e", "\\u200f"})
  void shouldAllowAMarkOfDirectionInTitlesAndTextsOnly(String mark) {
    String text = "\"a" + mark + "b\"";
    String raw =
        text.contains("u")
            ? "a" + (char) Integer.parseInt(mark.substring(2), 16) + "b"
            : "a" + mark + "b";
    assertThat(command("SENDTICKET {\"title\":" + text + ",\"description\":" + text + "}"))
        .isEqualTo(TicketCommand.File.of(raw, raw));
    assertThat(command("COMMENT 1 {\"text\":" + text + "}"))
        .isEqualTo(new TicketCommand.Comment(1, raw));
    command("EDIT 1 {\"title\":" + text + ",\"description\":" + text + "}");
    String bad = "is accepted in titles and texts only";
    assertRefused("SENDTICKET {\"title\":\"x\",\"tags\":[" + text + "]}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\",\"assignee\":" + text + "}", "bad-text", bad);
    assertRefused("SENDTICKET {\"title\":\"x\"," + text + ":\"1\"}", "bad-text", bad);
    assertRefused("EDIT 1 {\"status\":" + text + "}", "bad-text", bad);
    assertRefused("EDIT 1 {\"priority\":" + text + "}", "bad-text", bad);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u3000", "\u00A0\u200B", "\\u0301", "\u2800 ", "\\u200f", "\u3164"})
  void shouldRefuseATitleOrACommentOfWhichNothingCanBeSeen(String text) {
    assertRefused("SENDTICKET {\"title\":\"" + text + "\"}", "bad-request", "the title is empty");
    assertRefused("EDIT 1 {\"title\":\"" + text + "\"}", "bad-request", "the title is empty");
    assertRefused("COMMENT 1 {\"text\":\"" + text + "\"}", "bad-request", "the comment is empty");
    command("SENDTICKET {\"title\":\"x\",\"description\":\"" + text + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-0",
        "1.0",
        "1e3",
        "1E0",
        "99999999999999999999.0",
        "-99999999999999999999",
        "\"1\"",
        "null"
      })
  void shouldRefuseAVersionThatIsNoWholeNumberFrom1(String version) {
    assertRefused(
        "EDIT 1 {\"version\":" + version + "}", "bad-request", "must be a whole number, 1 or more");
  }

  @Test
  void shouldReadAVersionOfAnyLength() {
    TicketCommand.Edit edit =
        (TicketCommand.Edit) command("EDIT 4 {\"version\":" + "9".repeat(5_000) + "}");
    assertThat(edit.expectedVersion()).hasValue(Long.MAX_VALUE);
    edit = (TicketCommand.Edit) command("EDIT 4 {\"version\":2147483648}");
    assertThat(edit.expectedVersion()).hasValue(2147483648L);
  }
}
