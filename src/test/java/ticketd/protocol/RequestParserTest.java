package ticketd.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.DueTime;
import ticketd.ticket.Identity;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Priority;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.Parsed;
import ticketd.wire.Request;
import ticketd.wire.Verb;

class RequestParserTest {
  private static final Identity JULES = Identity.of("Jules").orElseThrow();
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final RequestParser PARSER =
      new RequestParser(Clock.system(ZoneId.of("Europe/Paris")));

  private static Parsed parse(String line, Optional<Identity> who) {
    byte[] bytes = ("?" + line + "?").getBytes(UTF_8);
    return PARSER.parse(bytes, 1, bytes.length - 1, who);
  }

  private static Request accepted(String line) {
    Parsed parsed = parse(line, Optional.of(JULES));
    assertThat(parsed).as(line).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted) parsed).request();
  }

  private static TicketCommand command(String line) {
    Request request = accepted(line);
    assertThat(request).isInstanceOf(Request.Change.class);
    return (TicketCommand) ((Request.Change) request).command();
  }

  private static Parsed.Refused refused(String line) {
    Parsed parsed = parse(line, Optional.of(JULES));
    assertThat(parsed).as(line).isInstanceOf(Parsed.Refused.class);
    return (Parsed.Refused) parsed;
  }

  private static void assertRefused(String line, String code, String english) {
    Parsed.Refused refused = refused(line);
    assertThat(refused.code().wireName()).as(line).isEqualTo(code);
    assertThat(refused.message().in(Language.EN)).as(line).contains(english);
  }

  // Lines

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "  \t ", "\r", " \t\r"})
  void shouldIgnoreABlankLine(String line) {
    assertThat(parse(line, Optional.empty())).isInstanceOf(Parsed.Blank.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PING", "ping", "PiNg", "PING\r", "  PING", "PING   ", "   ping  \r"})
  void shouldTakeAVerbInAnyCaseWithSpacesAroundIt(String line) {
    assertThat(accepted(line)).isEqualTo(new Request.Ping());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PONG                   | unknown-command | unknown command "PONG"; HELP lists them; did you mean PING?
          SHWO 1                 | unknown-command | unknown command "SHWO"; HELP lists them; did you mean SHOW?
          shwo 1                 | unknown-command | did you mean SHOW?
          PINGS                  | unknown-command | unknown command "PINGS"
          TAKENEXT               | unknown-command | TAKENEXT
          BÉBÉ                   | unknown-command | BÉBÉ
          [OK]                   | unknown-command | [OK]
          @                      | bad-request     | "@" is no key
          @é PING                | bad-request     | is no key
          @a/b TAKE 1            | bad-request     | is no key
          @k                     | bad-request     | behind the key @k is missing
          @k PONG                | unknown-command | PONG
          @k PING                | bad-request     | PING changes nothing
          @k LIST                | bad-request     | LIST changes nothing
          @k SHOW 1              | bad-request     | SHOW changes nothing
          @k IDENT Jules         | bad-request     | IDENT changes nothing
          @k EXIT                | bad-request     | QUIT changes nothing
          @k HELP SENDTICKET     | bad-request     | HELP changes nothing
          @a @b TAKE 1           | unknown-command | @b
          @k AUTH tkd_secret     | bad-request     | AUTH takes no key
          @k TOKEN LIST          | bad-request     | TOKEN takes no key
          @k USER LIST           | bad-request     | USER takes no key
          @k WHOAMI              | bad-request     | WHOAMI changes nothing
          redact 1               | unknown-command | redact is reserved
          Attach 1 x             | unknown-command | Attach is reserved
          """)
  void shouldRefuseWhatIsNoCommand(String line, String code, String english) {
    assertRefused(line, code, english);
  }

  @Test
  void shouldRefuseATooLongKeyAndTakeTheLongest() {
    assertThat(((Request.Change) accepted("@" + "k".repeat(64) + " TAKE 1")).key())
        .contains(new RequestKey("k".repeat(64)));
    assertRefused("@" + "k".repeat(65) + " TAKE 1", "bad-request", "1 to 64");
  }

  @Test
  void shouldNotTakeATabForASpace() {
    assertRefused("SHOW\t1", "unknown-command", "unknown command");
    assertRefused("SHOW 1\t", "bad-request", "is no ticket number");
    assertRefused("IDENT \tJules", "bad-request", "is no name");
  }

  @Test
  void shouldCheckCharactersFirst() {
    assertRefused("PONG \u0007", "bad-text", "U+0007 is not accepted (column 6)");
    assertRefused("@é PONG \u200e", "bad-text", "U+200E is accepted in titles and texts only");
    assertRefused("PING \u200f", "bad-text", "U+200F is accepted in titles and texts only");
    assertRefused("IDENT Ju\u061Cles", "bad-text", "U+061C is accepted in titles and texts only");
    assertRefused("ASSIGN x \u200fAna", "bad-text", "U+200F is accepted in titles");
    assertRefused("TAG 1 +a\u200f", "bad-text", "U+200F is accepted in titles");
    assertRefused("TAKE \u200f1", "bad-text", "U+200F is accepted in titles");
    assertRefused("CLOSE 1 \u200ffixed", "bad-text", "U+200F is accepted in titles");
    assertRefused("SHOW 1\u200f", "bad-text", "U+200F is accepted in titles");
    assertRefused("@k\u200f COMMENT 1 x", "bad-text", "U+200F is accepted in titles");
    assertRefused("COMMENT\u200f 1 x", "bad-text", "U+200F is accepted in titles");
    assertRefused("COMMENT x שלום\u200f", "bad-request", "is no ticket number");
    assertRefused("PING\rPING", "bad-text", "U+000D is not accepted (column 5)");
    assertRefused("PING\r\r", "bad-text", "U+000D is not accepted (column 5)");
  }

  @Test
  void shouldCheckTheGrammarBeforeTheIdentity() {
    Optional<Identity> nobody = Optional.empty();
    assertThat(((Parsed.Refused) parse("CLOSE 1 done", nobody)).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(((Parsed.Refused) parse("LIST assignee:me foo:1", nobody)).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(((Parsed.Refused) parse("TAKE 1\u0001", nobody)).code())
        .isEqualTo(ErrorCode.BAD_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SENDTICKET {\"title\":\"a\"}",
        "SENDTICKET {\"title\":\"a\",\"assignee\":\"me\"}",
        "COMMENT 1 x",
        "TAKE 1",
        "TAKE 99999999999999999999",
        "TAKE NEXT",
        "TAKE NEXT assignee:-",
        "ASSIGN 1 me",
        "ASSIGN 1 -",
        "STATUS 1 open",
        "CLOSE 1",
        "REOPEN 1",
        "PRIORITY 1 low",
        "TAG 1 +a",
        "EDIT 1 {}",
        "@k CLOSE 1",
        "LIST assignee:me",
        "LIST author:me",
        "WATCH assignee:ME"
      })
  void shouldNeedAnIdentity(String line) {
    Parsed parsed = parse(line, Optional.empty());
    assertThat(parsed).isInstanceOf(Parsed.Refused.class);
    assertThat(((Parsed.Refused) parsed).code()).isEqualTo(ErrorCode.NOT_IDENTIFIED);
    accepted(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDENT Jules",
        "SENDTICKET",
        "@k SENDTICKET",
        "LIST",
        "LIST author:Jules assignee:-",
        "QUIT",
        "EXIT",
        "SHOW 1",
        "HISTORY 1",
        "STATS",
        "PING",
        "HELP",
        "HELP TAKE",
        "LANG en",
        "FORMAT json",
        "WATCH",
        "UNWATCH"
      })
  void shouldNeedNoIdentity(String line) {
    assertThat(parse(line, Optional.empty())).isInstanceOf(Parsed.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "EXIT", "STATS", "PING", "UNWATCH"})
  void shouldRefuseArgumentsWhereNoneAreAllowed(String verb) {
    assertRefused(verb + " now", "bad-request", "takes no arguments, but got \"now\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDENT",
        "SHOW",
        "COMMENT",
        "COMMENT 1",
        "COMMENT 1   ",
        "TAKE",
        "ASSIGN",
        "ASSIGN 1",
        "STATUS",
        "STATUS 1",
        "CLOSE",
        "REOPEN",
        "PRIORITY",
        "PRIORITY 1",
        "TAG",
        "TAG 1",
        "EDIT",
        "EDIT 1",
        "HISTORY",
        "LANG",
        "FORMAT"
      })
  void shouldSayHowAVerbIsWrittenWhenArgumentsAreMissing(String line) {
    String verb = line.split(" ", -1)[0];
    assertRefused(line, "bad-request", "arguments are missing: " + verb + " ");
    assertThat(refused(line).message().in(Language.FR)).startsWith("il manque des arguments : ");
  }

  // Verbs that change no ticket

  @Test
  void shouldIdentify() {
    Request.Ident ident = (Request.Ident) accepted("IDENT   Jules  Martin  ");
    assertThat(ident.identity().name()).isEqualTo("Jules  Martin");
    assertThat(((Request.Ident) accepted("ident Zoë_.-@'9")).identity().name())
        .isEqualTo("Zoë_.-@'9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"me", "ME", "next", "Next", "-ana", "a[b]", "a\"b", "a,b", "a:b", "😀", "a\tb"})
  void shouldRefuseWhatIsNoName(String name) {
    assertRefused("IDENT " + name, "bad-request", "is no name: 1 to 64 letters");
    assertRefused("ASSIGN 1 x" + "y".repeat(64), "bad-request", "is no name");
  }

  static List<Arguments> readings() {
    return List.of(
        Arguments.of("QUIT", new Request.Quit()),
        Arguments.of("exit", new Request.Quit()),
        Arguments.of("STATS", new Request.Stats()),
        Arguments.of("UNWATCH", new Request.Unwatch()),
        Arguments.of("HELP", new Request.Help(Optional.empty())),
        Arguments.of("HELP sendticket", new Request.Help(Optional.of(Verb.SENDTICKET))),
        Arguments.of("HELP exit", new Request.Help(Optional.of(Verb.QUIT))),
        Arguments.of("LANG fr", new Request.SetLanguage(Language.FR)),
        Arguments.of("LANG EN", new Request.SetLanguage(Language.EN)),
        Arguments.of("FORMAT text", new Request.SetFormat(Format.TEXT)),
        Arguments.of("format JSON", new Request.SetFormat(Format.JSON)),
        Arguments.of("SHOW 12", new Request.Show(12)),
        Arguments.of("SHOW #12", new Request.Show(12)),
        Arguments.of("SHOW   012  ", new Request.Show(12)),
        Arguments.of("SHOW 9223372036854775807", new Request.Show(Long.MAX_VALUE)),
        Arguments.of("SHOW 9223372036854775808", new Request.Show(Long.MAX_VALUE)),
        Arguments.of("SHOW " + "9".repeat(1000), new Request.Show(Long.MAX_VALUE)),
        Arguments.of("LIST", new Request.ListTickets(ListQuery.ALL)),
        Arguments.of("HISTORY 3", new Request.History(3, 0, OptionalInt.empty())),
        Arguments.of("HISTORY 3 after:17 limit:5", new Request.History(3, 17, OptionalInt.of(5))),
        Arguments.of("HISTORY 3 limit:1", new Request.History(3, 0, OptionalInt.of(1))),
        Arguments.of(
            "HISTORY 3 limit:99999999999 after:0",
            new Request.History(3, 0, OptionalInt.of(Integer.MAX_VALUE))),
        Arguments.of("WATCH", new Request.Watch(Optional.empty(), TicketQuery.ALL)),
        Arguments.of(
            "WATCH since:0",
            new Request.Watch(
                Optional.of(new Request.Since(OptionalLong.empty(), 0)), TicketQuery.ALL)),
        Arguments.of(
            "WATCH since:4/17 id:1",
            new Request.Watch(
                Optional.of(new Request.Since(OptionalLong.of(4), 17)),
                new TicketQuery(List.of(new TicketQuery.IdIn(1, 1))))));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldParseWhatChangesNoTicket(String line, Request expected) {
    assertThat(accepted(line)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SHOW 0                   | "0" is no ticket number
          SHOW -1                  | "-1" is no ticket number
          SHOW +1                  | "+1" is no ticket number
          SHOW 1.0                 | "1.0" is no ticket number
          SHOW x                   | "x" is no ticket number
          SHOW #                   | "#" is no ticket number
          SHOW ##1                 | "##1" is no ticket number
          SHOW ١                   | is no ticket number
          SHOW 1 2                 | unexpected "2": SHOW <id>
          HELP ME                  | unknown command "ME"
          HELP SENDTIKET           | unknown command "SENDTIKET"; HELP lists them; did you mean SENDTICKET?
          HELP TAKE NEXT           | unexpected "NEXT": HELP
          LANG de                  | "de" is no LANG: fr, en
          LANG fr en               | unexpected "en": LANG
          FORMAT xml               | "xml" is no FORMAT: text, json
          HISTORY 1 5              | unexpected "5": HISTORY
          HISTORY 1 status:open    | unexpected "status:open": HISTORY
          HISTORY 1 after:x        | after: is a whole number, 0 or more, not "x"
          HISTORY 1 after:         | after: is a whole number, 0 or more, not ""
          HISTORY 1 after:-1       | after: is a whole number, 0 or more, not "-1"
          HISTORY 1 limit:0        | limit: is a whole number, 1 or more, not "0"
          HISTORY 1 limit:1 limit:1| limit: may be given once
          HISTORY 1 after:1 after:2| after: may be given once
          WATCH since:x            | "x" is no place to watch from
          WATCH since:/1           | "/1" is no place to watch from
          WATCH since:1/           | "1/" is no place to watch from
          WATCH since:1/2/3        | "1/2/3" is no place to watch from
          WATCH since:-1           | "-1" is no place to watch from
          WATCH since:             | the value of since: is missing
          WATCH since:1 since:1    | since: may be given once
          """)
  void shouldRefuseMalformedArguments(String line, String english) {
    assertRefused(line, "bad-request", english);
  }

  // Verbs that change tickets

  static List<Arguments> changes() {
    return List.of(
        Arguments.of("COMMENT 1 vu", new TicketCommand.Comment(1, "vu")),
        Arguments.of("COMMENT #1   a  b\tc  ", new TicketCommand.Comment(1, "a  b\tc  ")),
        Arguments.of("COMMENT 1 [x] {y}", new TicketCommand.Comment(1, "[x] {y}")),
        Arguments.of(
            "COMMENT 1 {\"text\":\"a\\nb\\tc \"}", new TicketCommand.Comment(1, "a\nb\tc ")),
        Arguments.of("TAKE 7", new TicketCommand.Take(7)),
        Arguments.of("TAKE NEXT", new TicketCommand.TakeNext(TicketQuery.ALL)),
        Arguments.of(
            "take next id:3.. ",
            new TicketCommand.TakeNext(
                new TicketQuery(List.of(new TicketQuery.IdIn(3, Long.MAX_VALUE))))),
        Arguments.of("ASSIGN 1 Ana", new TicketCommand.Assign(1, Optional.of(ANA))),
        Arguments.of("ASSIGN 1  me ", new TicketCommand.Assign(1, Optional.of(JULES))),
        Arguments.of("ASSIGN 1 Me", new TicketCommand.Assign(1, Optional.of(JULES))),
        Arguments.of("ASSIGN 1 -", new TicketCommand.Assign(1, Optional.empty())),
        Arguments.of(
            "ASSIGN 1 Jules Martin", new TicketCommand.Assign(1, Identity.of("Jules Martin"))),
        Arguments.of("STATUS 1 waiting", new TicketCommand.Move(1, Status.WAITING)),
        Arguments.of("STATUS 1 closed", new TicketCommand.Move(1, Status.CLOSED)),
        Arguments.of("CLOSE 1", new TicketCommand.Close(1, Resolution.FIXED, Optional.empty())),
        Arguments.of(
            "CLOSE 1 wont-fix", new TicketCommand.Close(1, Resolution.WONT_FIX, Optional.empty())),
        Arguments.of(
            "CLOSE 1 duplicate  voir  #3 ",
            new TicketCommand.Close(1, Resolution.DUPLICATE, Optional.of("voir  #3 "))),
        Arguments.of(
            "CLOSE 1 sans-suite",
            new TicketCommand.Close(1, Resolution.WONT_FIX, Optional.empty())),
        Arguments.of("STATUS 1 fermé", new TicketCommand.Move(1, Status.CLOSED)),
        Arguments.of("PRIORITY 1 Haute", new TicketCommand.Prioritise(1, Priority.HIGH)),
        Arguments.of("DUE 1 -", new TicketCommand.SetDue(1, Optional.empty())),
        Arguments.of(
            "DUE 1 2026-12-01T17:30Z",
            new TicketCommand.SetDue(
                1,
                Optional.of(new DueTime(Instant.parse("2026-12-01T17:30:00Z"), Optional.empty())))),
        Arguments.of("REOPEN 1", new TicketCommand.Reopen(1)),
        Arguments.of("PRIORITY 1 urgent", new TicketCommand.Prioritise(1, Priority.URGENT)),
        Arguments.of(
            "TAG 1 +a  -b.c_d-9 +a",
            new TicketCommand.Retag(
                1,
                List.of(
                    new TicketCommand.TagChange(true, "a"),
                    new TicketCommand.TagChange(false, "b.c_d-9"),
                    new TicketCommand.TagChange(true, "a")))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void shouldParseWhatChangesATicket(String line, TicketCommand expected) {
    assertThat(command(line)).isEqualTo(expected);
    Request.Change keyed = (Request.Change) accepted("@k:1  " + line);
    assertThat(keyed.command()).isEqualTo(expected);
    assertThat(keyed.key()).contains(new RequestKey("k:1"));
    assertThat(((Request.Change) accepted(line)).key()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMMENT x y              | "x" is no ticket number
          TAKE NEXTx               | "NEXTx" is no ticket number
          TAKE 1 2                 | unexpected "2": TAKE
          TAKE NEXT sort:id        | sort: is for LIST only
          TAKE NEXT limit:1        | limit: is for LIST only
          TAKE NEXT after:1        | after: is for LIST only
          TAKE NEXT since:1        | since: is for WATCH only
          WATCH limit:5            | limit: is for LIST only
          LIST since:5             | since: is for WATCH only
          ASSIGN 1 next            | "next" is no name
          ASSIGN 1 --              | "--" is no name
          ASSIGN 1 "Ana"           | is no name
          STATUS 1 done            | "done" is no status: open, in-progress, waiting, closed
          STATUS 1 Open            | "Open" is no status
          STATUS 1 open now        | unexpected "now": STATUS
          CLOSE 1 done             | "done" is no resolution: fixed, wont-fix, duplicate, invalid
          CLOSE 1 {"text":"x"}     | is no resolution
          REOPEN 1 now             | unexpected "now": REOPEN
          PRIORITY 1 5             | "5" is no priority: low, normal, high, urgent
          PRIORITY 1 high !        | unexpected "!": PRIORITY
          TAG 1 a                  | "a" changes no tag
          TAG 1 +                  | "" is no tag
          TAG 1 +A                 | "A" is no tag
          TAG 1 +a+b               | "a+b" is no tag
          TAG 1 +-a                | "-a" is no tag
          TAG 1 +é                 | "é" is no tag
          TAG 1 +a,b               | "a,b" is no tag
          DUE 1                    | arguments are missing: DUE
          DUE 1 soon               | "soon" says no time: 2026-12-01
          DUE 1 2026-12-01 17:30   | unexpected "17:30": DUE
          SENDTICKET Titre         | a JSON object is expected: SENDTICKET
          SENDTICKET ["title"]     | a JSON object is expected: SENDTICKET
          EDIT 1 title             | a JSON object is expected: EDIT
          EDIT {"title":"x"}       | is no ticket number
          """)
  void shouldRefuseMalformedChanges(String line, String english) {
    assertRefused(line, "bad-request", english);
    assertRefused(
        "@k " + line,
        "bad-request",
        line.startsWith("WATCH") || line.startsWith("LIST") ? "changes nothing" : english);
  }

  @Test
  void shouldTakeTagsOfThirtyTwoCharacters() {
    assertThat(command("TAG 1 +" + "a".repeat(32)))
        .isEqualTo(
            new TicketCommand.Retag(1, List.of(new TicketCommand.TagChange(true, "a".repeat(32)))));
    assertRefused("TAG 1 +" + "a".repeat(33), "bad-request", "is no tag: 1 to 32");
  }

  @Test
  void shouldBoundTheTagChangesOfARequest() {
    assertThat(((TicketCommand.Retag) command("TAG 1" + " +a".repeat(256))).changes()).hasSize(256);
    assertRefused("TAG 1" + " +a".repeat(257), "bad-request", "at most 256 tag changes");
  }

  @Test
  void shouldBoundAComment() {
    assertThat(command("COMMENT 1 " + "é".repeat(16_384)))
        .isEqualTo(new TicketCommand.Comment(1, "é".repeat(16_384)));
    assertRefused(
        "COMMENT 1 " + "é".repeat(16_384) + "x",
        "bad-text",
        "has 32769 bytes; at most 32768 are allowed");
    assertRefused("CLOSE 1 fixed " + "x".repeat(32_769), "bad-text", "at most 32768 are allowed");
  }

  @Test
  void shouldRefuseACommentThatSaysNothing() {
    assertRefused("COMMENT 1 \t ", "bad-request", "the comment is empty");
    assertRefused("COMMENT 1 {\"text\":\"\"}", "bad-request", "the comment is empty");
    assertRefused("COMMENT 1 {\"text\":\" \\n\\t\"}", "bad-request", "the comment is empty");
    assertRefused("CLOSE 1 fixed \t", "bad-request", "the comment is empty");
    assertRefused("CLOSE 1 fixed \u00A0\u200B", "bad-request", "the comment is empty");
    assertRefused("COMMENT 1 \u3000", "bad-request", "the comment is empty");
    assertRefused("COMMENT 1 \u0301", "bad-request", "the comment is empty");
  }

  @Test
  void shouldNameUserTextShortAndHarmless() {
    String line = refused("SHOW " + "😀\t".repeat(100)).message().in(Language.FR);
    assertThat(line).startsWith("« 😀\ufffd😀").contains("… »").hasSizeLessThan(150);
  }

  // The dialogue

  @Test
  void shouldOpenTheDialogueWhateverBecomesOfIt() {
    assertThat(accepted(" sendticket "))
        .isEqualTo(new Request.Dialogue(Optional.empty(), Optional.empty()));
    assertThat(accepted("@k SENDTICKET"))
        .isEqualTo(new Request.Dialogue(Optional.of(new RequestKey("k")), Optional.empty()));
    Request.Dialogue withoutKey = (Request.Dialogue) accepted("@a/b SENDTICKET");
    assertThat(withoutKey.key()).isEmpty();
    assertThat(withoutKey.refusal().orElseThrow().code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertRefused("@a/b SENDTICKET {\"title\":\"x\"}", "bad-request", "is no key");
  }

  private static DialogueText title(String line) {
    byte[] bytes = ("?" + line + "?").getBytes(UTF_8);
    return PARSER.title(bytes, 1, bytes.length - 1);
  }

  private static DialogueText description(String line) {
    byte[] bytes = ("?" + line + "?").getBytes(UTF_8);
    return PARSER.description(bytes, 1, bytes.length - 1);
  }

  private static String refusal(DialogueText text) {
    assertThat(text).isInstanceOf(DialogueText.Refused.class);
    DialogueText.Refused refused = (DialogueText.Refused) text;
    return refused.code().wireName() + ": " + refused.message().in(Language.EN);
  }

  @Test
  void shouldTakeATitleLine() {
    assertThat(title("  Bug  interface \r")).isEqualTo(new DialogueText.Accepted("Bug  interface"));
    assertThat(title("LIST")).isEqualTo(new DialogueText.Accepted("LIST"));
    assertThat(title("é".repeat(256))).isEqualTo(new DialogueText.Accepted("é".repeat(256)));
    assertThat(title("😀".repeat(256))).isEqualTo(new DialogueText.Accepted("😀".repeat(256)));
    assertThat(title("👩\u200d💻 \u200c"))
        .isEqualTo(new DialogueText.Accepted("👩\u200d💻 \u200c"));
    assertThat(title("شكرا\u200F!")).isEqualTo(new DialogueText.Accepted("شكرا\u200F!"));
  }

  @Test
  void shouldRefuseATitleLine() {
    assertThat(refusal(title(""))).startsWith("bad-request: the title is empty");
    assertThat(refusal(title("  \r"))).startsWith("bad-request: the title is empty");
    assertThat(refusal(title("\u3000\u200B"))).startsWith("bad-request: the title is empty");
    assertThat(refusal(title(" \u0301"))).startsWith("bad-request: the title is empty");
    assertThat(refusal(title("a\tb"))).isEqualTo("bad-text: a title holds no tab");
    assertThat(refusal(title("\t"))).isEqualTo("bad-text: a title holds no tab");
    assertThat(refusal(title("é".repeat(257))))
        .isEqualTo("bad-text: the title has 257 characters; at most 256 are allowed");
    assertThat(refusal(title("a\u0000b"))).startsWith("bad-text: the character U+0000");
    assertThat(refusal(title("a\rb"))).startsWith("bad-text: the character U+000D");
  }

  @Test
  void shouldTakeADescriptionLineAsItIs() {
    assertThat(description("")).isEqualTo(new DialogueText.Accepted(""));
    assertThat(description("\r")).isEqualTo(new DialogueText.Accepted(""));
    assertThat(description("\u3000\u200E")).isEqualTo(new DialogueText.Accepted("\u3000\u200E"));
    assertThat(description("  a\tb  \r")).isEqualTo(new DialogueText.Accepted("  a\tb  "));
    assertThat(description("é".repeat(16_384)))
        .isEqualTo(new DialogueText.Accepted("é".repeat(16_384)));
  }

  @Test
  void shouldRefuseADescriptionLine() {
    assertThat(refusal(description("x".repeat(32_769))))
        .isEqualTo("bad-text: the text has 32769 bytes; at most 32768 are allowed");
    assertThat(refusal(description("a\u2028b"))).startsWith("bad-text: the character U+2028");
  }
}
