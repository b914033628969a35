package ticketd.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
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
import ticketd.ticket.Identity;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Priority;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Status;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;
import ticketd.ticket.TicketQuery.Term;
import ticketd.ticket.TimeRange;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Parsed;
import ticketd.wire.Request;

class QueryParserTest {
  private static final Identity JULES = Identity.of("Jules").orElseThrow();
  private static final RequestParser PARSER =
      new RequestParser(Clock.system(ZoneId.of("Europe/Paris")));

  private static Parsed parse(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return PARSER.parse(bytes, 0, bytes.length, Optional.of(JULES));
  }

  private static Request accepted(String line) {
    Parsed parsed = parse(line);
    assertThat(parsed).as(line).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted) parsed).request();
  }

  private static ListQuery list(String query) {
    return ((Request.ListTickets) accepted("LIST " + query)).query();
  }

  private static void assertRefused(String line, String english) {
    Parsed parsed = parse(line);
    assertThat(parsed).as(line).isInstanceOf(Parsed.Refused.class);
    Parsed.Refused refused = (Parsed.Refused) parsed;
    assertThat(refused.code()).as(line).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused.message().in(Language.EN)).as(line).contains(english);
  }

  private static Identity named(String name) {
    return Identity.of(name).orElseThrow();
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static Instant ever(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static SearchWord word(String text) {
    return SearchWord.of(text).orElseThrow();
  }

  private static Term not(Term term) {
    return new TicketQuery.Not(term);
  }

  private static TimeRange time(Instant from, Instant until) {
    return new TimeRange(from, until, Optional.empty());
  }

  static List<Arguments> terms() {
    return List.of(
        Arguments.of("status:open", new TicketQuery.StatusIn(EnumSet.of(Status.OPEN))),
        Arguments.of(
            "status:open,waiting,open",
            new TicketQuery.StatusIn(EnumSet.of(Status.OPEN, Status.WAITING))),
        Arguments.of(
            "status:\"in-progress\"", new TicketQuery.StatusIn(EnumSet.of(Status.IN_PROGRESS))),
        Arguments.of(
            "priority:high,urgent",
            new TicketQuery.PriorityIn(EnumSet.of(Priority.HIGH, Priority.URGENT))),
        Arguments.of("is:closed", new TicketQuery.StatusIn(EnumSet.of(Status.CLOSED))),
        Arguments.of("is:fermé", new TicketQuery.StatusIn(EnumSet.of(Status.CLOSED))),
        Arguments.of("is:blocked", new TicketQuery.IsBlocked()),
        Arguments.of("-is:Bloque", not(new TicketQuery.IsBlocked())),
        Arguments.of("is:relevé", new TicketQuery.IsEscalated()),
        Arguments.of("author:Ana", new TicketQuery.AuthorIs(named("ana"))),
        Arguments.of("author:\"Jules Martin\"", new TicketQuery.AuthorIs(named("Jules Martin"))),
        Arguments.of("author:me", new TicketQuery.AuthorIs(JULES)),
        Arguments.of("assignee:-", new TicketQuery.AssigneeIs(Optional.empty())),
        Arguments.of("assignee:me", new TicketQuery.AssigneeIs(Optional.of(JULES))),
        Arguments.of("assignee:ME", new TicketQuery.AssigneeIs(Optional.of(JULES))),
        Arguments.of("assignee:o'neil", new TicketQuery.AssigneeIs(Optional.of(named("O'Neil")))),
        Arguments.of("tag:infra", new TicketQuery.HasTag("infra")),
        Arguments.of("id:7", new TicketQuery.IdIn(7, 7)),
        Arguments.of("id:10..20", new TicketQuery.IdIn(10, 20)),
        Arguments.of("id:10..10", new TicketQuery.IdIn(10, 10)),
        Arguments.of("id:10..", new TicketQuery.IdIn(10, Long.MAX_VALUE)),
        Arguments.of("id:..20", new TicketQuery.IdIn(1, 20)),
        Arguments.of("id:5..99999999999999999999", new TicketQuery.IdIn(5, Long.MAX_VALUE)),
        Arguments.of(
            "created:2026-11-01..2026-11-30",
            new TicketQuery.CreatedIn(
                time(at("2026-10-31T23:00:00Z"), at("2026-11-30T23:00:00Z")))),
        Arguments.of(
            "created:2026-10-25",
            new TicketQuery.CreatedIn(
                time(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")))),
        Arguments.of(
            "updated:2026-11-01..",
            new TicketQuery.UpdatedIn(time(at("2026-10-31T23:00:00Z"), ever(Long.MAX_VALUE)))),
        Arguments.of(
            "updated:..2028-02-29",
            new TicketQuery.UpdatedIn(time(ever(Long.MIN_VALUE), at("2028-02-29T23:00:00Z")))),
        Arguments.of("text:Déjà", new TicketQuery.TextHas(word("Déjà"))),
        Arguments.of("text:\"disque plein\"", new TicketQuery.TextHas(word("disque plein"))),
        Arguments.of("text::", new TicketQuery.TextHas(word(":"))),
        Arguments.of("ÉCRAN", new TicketQuery.TitleHas(word("ÉCRAN"))),
        Arguments.of("\"Disque plein\"", new TicketQuery.TitleHas(word("Disque plein"))),
        Arguments.of("\"status:open\"", new TicketQuery.TitleHas(word("status:open"))),
        Arguments.of("\" \"", new TicketQuery.TitleHas(word(" "))),
        Arguments.of("27\"", new TicketQuery.TitleHas(word("27\""))),
        Arguments.of("10:30", new TicketQuery.TitleHas(word("10:30"))),
        Arguments.of(":-)", new TicketQuery.TitleHas(word(":-)"))),
        Arguments.of("c++:x", new TicketQuery.TitleHas(word("c++:x"))),
        Arguments.of("\"-\"", new TicketQuery.TitleHas(word("-"))),
        Arguments.of("\"-x\"", new TicketQuery.TitleHas(word("-x"))),
        Arguments.of("x-y", new TicketQuery.TitleHas(word("x-y"))),
        Arguments.of("-x-y", not(new TicketQuery.TitleHas(word("x-y")))),
        Arguments.of("-\"disque plein\"", not(new TicketQuery.TitleHas(word("disque plein")))),
        Arguments.of("-text:vu", not(new TicketQuery.TextHas(word("vu")))),
        Arguments.of("-tag:wip", not(new TicketQuery.HasTag("wip"))),
        Arguments.of("-assignee:-", not(new TicketQuery.AssigneeIs(Optional.empty()))),
        Arguments.of("-author:me", not(new TicketQuery.AuthorIs(JULES))),
        Arguments.of("-id:5..7", not(new TicketQuery.IdIn(5, 7))),
        Arguments.of(
            "-status:closed,waiting",
            not(new TicketQuery.StatusIn(EnumSet.of(Status.CLOSED, Status.WAITING)))),
        Arguments.of("sh\u200Falom", new TicketQuery.TitleHas(word("sh\u200Falom"))));
  }

  @Test
  void shouldTakeStatesInFrench() {
    assertThat(list("is:ouvert")).isEqualTo(list("is:open"));
    assertThat(list("is:\"en retard\"").toString())
        .isEqualTo(list("is:en-retard").toString())
        .contains("IsOverdue");
  }

  @ParameterizedTest
  @MethodSource("terms")
  void shouldParseATermForEveryVerb(String word, Term expected) {
    TicketQuery query = new TicketQuery(List.of(expected));
    assertThat(list(word))
        .isEqualTo(
            new ListQuery(
                query, ListQuery.Sort.ID, false, OptionalInt.empty(), OptionalLong.empty()));
    assertThat(accepted("WATCH " + word)).isEqualTo(new Request.Watch(Optional.empty(), query));
    assertThat(((Request.Change) accepted("TAKE NEXT " + word)).command())
        .isEqualTo(new TicketCommand.TakeNext(query));
  }

  @Test
  void shouldTakeSeveralWordsOfWhichAllMustHold() {
    assertThat(list("  tag:a   disque tag:b  \"a b\" ").filter().terms())
        .containsExactly(
            new TicketQuery.HasTag("a"),
            new TicketQuery.TitleHas(word("disque")),
            new TicketQuery.HasTag("b"),
            new TicketQuery.TitleHas(word("a b")));
  }

  static List<Arguments> orders() {
    return List.of(
        Arguments.of("sort:id", order(ListQuery.Sort.ID, false, 0, -1)),
        Arguments.of("sort:-id limit:50", order(ListQuery.Sort.ID, true, 50, -1)),
        Arguments.of("limit:100000", order(ListQuery.Sort.ID, false, 100_000, -1)),
        Arguments.of("after:0", order(ListQuery.Sort.ID, false, 0, 0)),
        Arguments.of("after:17 sort:-id", order(ListQuery.Sort.ID, true, 0, 17)),
        Arguments.of("limit:10000 sort:updated", order(ListQuery.Sort.UPDATED, false, 10_000, -1)),
        Arguments.of("sort:-updated limit:1", order(ListQuery.Sort.UPDATED, true, 1, -1)),
        Arguments.of("sort:priority limit:1", order(ListQuery.Sort.PRIORITY, false, 1, -1)),
        Arguments.of("sort:-priority limit:1", order(ListQuery.Sort.PRIORITY, true, 1, -1)));
  }

  private static ListQuery order(ListQuery.Sort sort, boolean descending, int limit, long after) {
    return new ListQuery(
        TicketQuery.ALL,
        sort,
        descending,
        limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit),
        after < 0 ? OptionalLong.empty() : OptionalLong.of(after));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void shouldParseTheOrderOfAList(String query, ListQuery expected) {
    assertThat(list(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          foo:bar                      | unknown qualifier "foo:"; allowed: status, author, assignee, tag, priority, id, created, updated, due, is, link, rated, saved, text
          Status:open                  | unknown qualifier "Status:"
          statsu:open                  | searches for the word itself); did you mean status:?
          statut:open                  | unknown qualifier "statut:"
          été:x                        | unknown qualifier "été:"
          http://example.org           | unknown qualifier "http:"
          is:new                       | "new" is no is: open, closed, overdue, blocked
          link:x                       | "x" is no ticket number
          rated:0                      | "0" is no range of ratings
          rated:..                     | ".." is no range of ratings
          rated:6                      | "6" is no range of ratings
          rated:3..1                   | rated: the range 3..1 ends before it begins
          is:Open                      | "Open" is no is
          due:..                       | ".." is no day or range of days
          due:+7h                      | "+7h" is no day
          due:+0d                      | "+0d" is no day
          due:2026-12-01T10:00         | is no day
          due:+3d..+1d                 | due: the range +3d..+1d ends before it begins
          status:                      | the value of status: is missing
          tag:                         | the value of tag: is missing
          text:                        | the value of text: is missing
          text:""                      | the value of text: is missing
          author:""                    | the value of author: is missing
          status:done                  | "done" is no status: open, in-progress, waiting, closed
          status:open,                 | "" is no status
          status:,open                 | "" is no status
          status:Open                  | "Open" is no status
          priority:1                   | "1" is no priority: low, normal, high, urgent
          priority:-high               | "-high" is no priority
          author:-                     | "-" is no name
          author:next                  | "next" is no name
          author:a,b                   | "a,b" is no name
          assignee:next                | "next" is no name
          assignee:--                  | "--" is no name
          tag:A                        | "A" is no tag
          tag:a,b                      | "a,b" is no tag
          tag:+a                       | "+a" is no tag
          id:x                         | "x" is no range of ticket numbers
          id:0                         | "0" is no range
          id:..                        | ".." is no range
          id:1...3                     | "1...3" is no range
          id:1..2..3                   | "1..2..3" is no range
          id:-1                        | "-1" is no range
          id:0..5                      | "0..5" is no range
          id:#1                        | "#1" is no range
          id:20..10                    | id: the range 20..10 ends before it begins
          created:..                   | ".." is no day or range of days
          created:Today                | "Today" is no day
          created:0d                   | "0d" is no day
          created:7D                   | "7D" is no day
          created:07d                  | "07d" is no day
          created:-7d                  | "-7d" is no day
          created:+7d                  | "+7d" is no day
          created:10000d               | "10000d" is no day
          created:99999999999999999999d | is no day
          created:7h                   | "7h" is no day
          created:3m                   | "3m" is no day
          created:1.5d                 | "1.5d" is no day
          created:>7d                  | ">7d" is no day
          created:>                    | ">" is no day
          created:=2026-11-01          | "=2026-11-01" is no day
          created:>2026-11-01..2026-11-02 | is no day
          created:2026-11-01..<2026-11-02 | is no day
          created:1w..1mo              | created: the range 1w..1mo ends before it begins
          created:today..yesterday     | created: the range today..yesterday ends before
          -                            | "-": one - goes before a word or a qualifier
          --                           | "--": one -
          --x                          | "--x": one -
          --tag:x                      | "--tag:x": one -
          -foo:bar                     | unknown qualifier "foo:"
          -tag:                        | the value of tag: is missing
          -tag:A                       | "A" is no tag
          -""                          | the word between the quotation marks is missing
          -"disque                     | a quotation mark is missing behind
          created:2026-11              | "2026-11" is no day
          created:2026-02-30           | "2026-02-30" is no day
          created:2026-13-01           | "2026-13-01" is no day
          created:26-11-2026           | "26-11-2026" is no day
          created:+2026-1-01           | is no day
          created:2026-11-01T00:00     | is no day
          created:2026-11-01..x        | "2026-11-01..x" is no day
          created:2026-11-02..2026-11-01 | created: the range 2026-11-02..2026-11-01 ends before
          updated:2026-11-02..2026-11-01 | updated: the range
          "disque                      | a quotation mark is missing behind
          author:"Jules                | a quotation mark is missing behind
          "a"b                         | a space is missing between a quotation mark and "b
          "a""b"                       | a space is missing
          tag:"a",b                    | a space is missing
          ""                           | the word between the quotation marks is missing
          """)
  void shouldRefuseAWordForEveryVerb(String word, String english) {
    assertRefused("LIST " + word, english);
    assertRefused("WATCH x " + word, english);
    assertRefused(
        "TAKE NEXT "
            + word
            + (word.contains("\"disque") || word.startsWith("author:\"J") ? "" : " x"),
        english);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sort:title                    | "title" is no sort: id, -id, updated, -updated, priority, -priority
          sort:--id                     | "--id" is no sort
          sort:                         | the value of sort: is missing
          sort:id sort:id               | sort: may be given once
          limit:0                       | limit: is a number from 1 to 100000, not "0"
          limit:-1                      | limit: is a number
          limit:x                       | limit: is a number
          limit:100001                  | limit: is a number from 1 to 100000
          limit:99999999999999999999    | limit: is a number
          limit:1 limit:2               | limit: may be given once
          after:x                       | after: is a whole number, 0 or more, not "x"
          after:-1                      | after: is a whole number, 0 or more, not "-1"
          after:1.0                     | after: is a whole number
          after:1e3                     | after: is a whole number
          limit:1e3                     | limit: is a number from 1 to 100000, not "1e3"
          -sort:id                      | no - before sort:
          -limit:5                      | no - before limit:
          -after:5                      | no - before after:
          after:1 after:1               | after: may be given once
          sort:updated                  | sort:updated needs limit: of at most 10000
          sort:-priority                | sort:-priority needs limit: of at most 10000
          sort:priority limit:10001     | sort:priority needs limit: of at most 10000
          sort:updated limit:5 after:1  | after: goes with sort:id or sort:-id
          """)
  void shouldRefuseTheOrderOfAList(String query, String english) {
    assertRefused("LIST " + query, english);
  }

  @Test
  void shouldBoundAQuery() {
    assertThat(list("x ".repeat(64)).filter().terms()).hasSize(64);
    assertRefused("LIST " + "x ".repeat(65), "at most 64 words");
    assertThat(list("é".repeat(256)).filter().terms()).hasSize(1);
    assertRefused("LIST text:" + "😀".repeat(257), "has 257 characters; at most 256");
  }

  @Test
  void shouldListWhatIsAllowedWhereItIsAsked() {
    assertRefused("LIST foo:1", "text, sort, limit, after");
    assertRefused("WATCH foo:1", "text, since");
    assertRefused("TAKE NEXT foo:1", "saved, text (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0301",
        "\"\u0301\u0308\"",
        "-\u0301",
        "text:\u0301",
        "-text:\"\u0301\"",
        "\u200B"
      })
  void shouldRefuseAWordThatFoldsToNothing(String word) {
    for (String verb : List.of("LIST ", "WATCH ", "TAKE NEXT ")) {
      assertRefused(verb + word, "there is nothing to search for in U+");
      assertRefused(verb + "disque " + word, "there is nothing to search for in U+");
    }
  }

  @Test
  void shouldRefuseAMinusBeforeWhereAWatchBegins() {
    assertRefused("WATCH -since:5", "no - before since:");
  }

  @Test
  void shouldRefuseAMarkOfDirectionWhereNoTextIs() {
    for (String word :
        List.of(
            "author:Ana\u200F",
            "assignee:\u200EAna",
            "tag:a\u061C",
            "sort:id\u200E",
            "-author:Ana\u200F")) {
      Parsed.Refused refused = (Parsed.Refused) parse("LIST " + word);
      assertThat(refused.code()).as(word).isEqualTo(ErrorCode.BAD_TEXT);
      assertThat(refused.message().in(Language.EN))
          .contains("is accepted in titles and texts only");
    }
  }
}
