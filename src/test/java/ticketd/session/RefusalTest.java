package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.ReplyGrammar;
import ticketd.testing.TestServer;

/** Every verb's refusals: their codes, that the connection is kept, and that nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
  private static final String LONG_NAME = "x".repeat(65);
  private static final String LONG_TITLE = "é".repeat(257);
  private static final String LONG_TEXT = "é".repeat(16_384) + "x";
  private static final String TAGS_17 =
      "\"" + String.join("\",\"", "abcdefghijklmnopq".split("")) + "\"";

  /** Of Ana, over the tickets that {@link #file} makes. */
  private static final String TABLE =
      """
      bad-request     IDENT
      bad-request     IDENT me
      bad-request     IDENT NEXT
      bad-request     IDENT -ana
      bad-request     IDENT ana/bob
      bad-request     IDENT {name}
      bad-request     IDENT %1$s
      bad-request     SENDTICKET un titre
      bad-request     SENDTICKET ["titre"]
      bad-request     SENDTICKET {}
      bad-request     SENDTICKET {"title":""}
      bad-request     SENDTICKET {"title":"   "}
      bad-request     SENDTICKET {"title":1}
      bad-request     SENDTICKET {"title":null}
      bad-request     SENDTICKET {"title":"a","title":"a"}
      bad-request     SENDTICKET {"title":"a","status":"open"}
      bad-request     SENDTICKET {"title":"a","Title":"b"}
      bad-request     SENDTICKET {"title":"a"
      bad-request     SENDTICKET {"title":"a"} {}
      bad-request     SENDTICKET {"title":"a",}
      bad-request     SENDTICKET {'title':'a'}
      bad-request     SENDTICKET {"title":"a","description":null}
      bad-request     SENDTICKET {"title":"a","priority":"higher"}
      bad-request     SENDTICKET {"title":"a","priority":2}
      bad-request     SENDTICKET {"title":"a","tags":"infra"}
      bad-request     SENDTICKET {"title":"a","tags":["Infra"]}
      bad-request     SENDTICKET {"title":"a","tags":[1]}
      bad-request     SENDTICKET {"title":"a","tags":[%4$s]}
      bad-request     SENDTICKET {"title":"a","assignee":""}
      bad-request     SENDTICKET {"title":"a","assignee":"next"}
      bad-text        SENDTICKET {"title":"a\\tb"}
      bad-text        SENDTICKET {"title":"a\\nb"}
      bad-text        SENDTICKET {"title":"a\\u0000b"}
      bad-text        SENDTICKET {"title":"a\\u0085b"}
      bad-text        SENDTICKET {"title":"a\\u202eb"}
      bad-text        SENDTICKET {"title":"a","assignee":"a\\u061cb"}
      bad-text        SENDTICKET {"title":"a\\u2028b"}
      bad-text        SENDTICKET {"title":"a\\ufeffb"}
      bad-text        SENDTICKET {"title":"a\\ud800b"}
      bad-text        SENDTICKET {"title":"a\\udc00b"}
      bad-text        SENDTICKET {"title":"a\\ufdd0b"}
      bad-text        SENDTICKET {"title":"a\\ud83f\\udfffb"}
      bad-text        SENDTICKET {"title":"a","description":"b\\rc"}
      bad-text        SENDTICKET {"title":"a","description":"b\\u001bc"}
      bad-text        SENDTICKET {"title":"a","assignee":"b\\u0007c"}
      bad-text        SENDTICKET {"title":"a","b\\u202ec":1}
      bad-text        SENDTICKET {"title":"%2$s"}
      bad-text        SENDTICKET {"title":"a","description":"%3$s"}
      bad-request     SENDTICKET {"title":"\u3000\u00a0\u200b"}
      bad-request     SENDTICKET {"title":"\\u0301"}
      bad-text        IDENT Ana\u200f
      bad-request     EDIT 1 {"title":"\u3000"}
      bad-request     COMMENT 1 \u00a0\u200b
      bad-request     COMMENT 1 {"text":"\u200b"}
      bad-request     CLOSE 1 fixed \u3000\u200b
      conflict        EDIT 1 {"version":99999999999999999999}
      conflict        EDIT 1 {"version":2147483648}
      bad-request     LIST \u0301
      bad-request     LIST -
      bad-request     LIST --tag:x
      bad-request     LIST -sort:id
      bad-request     TAKE NEXT text:"\u0301"
      bad-request     WATCH -\u0301
      bad-request     WATCH -since:1
      bad-request     LIST colour:red
      bad-request     LIST status:
      bad-request     LIST status:done
      bad-request     LIST status:open,
      bad-request     LIST status:open,done
      bad-request     LIST priority:hottest
      bad-request     LIST author:
      bad-request     LIST author:next
      bad-request     LIST assignee:+
      bad-request     LIST tag:Infra
      bad-request     LIST id:x
      bad-request     LIST id:1..x
      bad-request     LIST id:..
      bad-request     LIST created:hier
      bad-request     LIST created:2026-02-30
      bad-request     LIST created:2026-1-1
      bad-request     LIST updated:2026-11-01..demain
      bad-request     LIST "sans fin
      bad-request     LIST sort:title limit:5
      bad-request     LIST sort:updated
      bad-request     LIST sort:-priority limit:10001
      bad-request     LIST sort:priority limit:5 after:1
      bad-request     LIST limit:0
      bad-request     LIST limit:100001
      bad-request     LIST limit:x
      bad-request     LIST after:x
      bad-request     LIST since:0
      bad-request     SHOW
      bad-request     SHOW x
      bad-request     SHOW 0
      bad-request     SHOW -1
      bad-request     SHOW 1.0
      bad-request     SHOW 1 2
      bad-request     COMMENT
      bad-request     COMMENT 1
      bad-request     COMMENT x y
      bad-request     COMMENT 1 {"texte":"a"}
      bad-request     COMMENT 1 {"text":1}
      bad-request     COMMENT 1 {"text":"a"} b
      bad-text        COMMENT 1 {"text":"a\\u0000"}
      bad-text        COMMENT 1 %3$s
      bad-request     TAKE
      bad-request     TAKE x
      bad-request     TAKE 1 2
      bad-request     TAKE NEXT colour:red
      bad-request     TAKE NEXT limit:1
      bad-request     TAKE NEXT sort:id
      bad-request     TAKE NEXT after:1
      bad-request     ASSIGN
      bad-request     ASSIGN 1
      bad-request     ASSIGN 1 next
      bad-request     ASSIGN 1 +
      bad-request     ASSIGN 1 %1$s
      bad-request     STATUS
      bad-request     STATUS 1
      bad-request     STATUS 1 done
      bad-request     STATUS 1 open closed
      bad-request     CLOSE
      bad-request     CLOSE 1 later
      bad-text        CLOSE 1 fixed %3$s
      bad-request     REOPEN
      bad-request     REOPEN 1 2
      bad-request     PRIORITY 1
      bad-request     PRIORITY 1 hottest
      bad-request     TAG 1
      bad-request     TAG 1 infra
      bad-request     TAG 1 +
      bad-request     TAG 1 +Infra
      bad-request     TAG 1 +.a
      bad-request     TAG 1 +%1$s
      bad-request     TAG 1 +a b
      bad-request     EDIT
      bad-request     EDIT 1
      bad-request     EDIT 1 title
      bad-request     EDIT 1 {"id":2}
      bad-request     EDIT 1 {"text":"a"}
      bad-request     EDIT 1 {"title":null}
      bad-request     EDIT 1 {"title":""}
      bad-request     EDIT 1 {"version":"1"}
      bad-request     EDIT 1 {"version":1.5}
      bad-request     EDIT 1 {"version":-1}
      bad-request     EDIT 1 {"status":"done"}
      bad-request     EDIT 1 {"resolution":"done"}
      bad-request     EDIT 1 {"tags":["a","B"]}
      bad-text        EDIT 1 {"title":"%2$s"}
      bad-text        EDIT 1 {"description":"%3$s"}
      bad-request     HISTORY
      bad-request     HISTORY 1 after:x
      bad-request     HISTORY 1 limit:0
      bad-request     HISTORY 1 last
      bad-request     WATCH limit:5
      bad-request     WATCH sort:id
      bad-request     WATCH since:
      bad-request     WATCH since:x
      bad-request     WATCH since:1/
      bad-request     WATCH status:done
      bad-request     HELP FOO
      bad-request     LANG
      bad-request     LANG de
      bad-request     FORMAT
      bad-request     FORMAT xml
      bad-request     @k
      bad-request     @ TAKE 1
      bad-request     @a!b TAKE 1
      bad-request     @%1$s TAKE 1
      bad-request     @k PING
      bad-request     @k LIST
      bad-request     @k SHOW 1
      bad-request     @k IDENT Ana
      bad-request     @k WATCH
      unknown-command FOO
      unknown-command FOO BAR
      auth-failed     AUTH secret
      auth-failed     AUTH {"name":"Ana","password":"secret"}
      bad-request     AUTH two secrets
      bad-request     AUTH {"name":"Ana"}
      bad-request     PASSWD secret
      bad-request     TOKEN
      bad-request     TOKEN NEW {"expires":"soon"}
      bad-request     TOKEN REVOKE secret
      bad-request     USER ADD {"name":"ticketd"}
      bad-request     USER ADD {"name":"Ana","role":"root"}
      bad-request     USER ADD {"name":"Ana","password":"too short"}
      bad-request     USER ROLE Ana
      forbidden       TOKEN LIST
      forbidden       TOKEN NEW
      forbidden       TOKEN REVOKE 1
      forbidden       USER LIST
      forbidden       USER ADD {"name":"Ana","role":"admin"}
      forbidden       USER DISABLE Ana Maria
      forbidden       USER ROLE Ana Maria agent
      unknown-command REDACT 1
      unknown-command ATTACH 1
      unknown-command LISTE
      unknown-command {"verb":"LIST"}
      unknown-command [OK]
      not-found       SHOW 999
      not-found       SHOW 99999999999999999999999
      not-found       COMMENT 999 a
      not-found       TAKE 999
      not-found       TAKE NEXT tag:nobody-has-it
      not-found       ASSIGN 999 Ana
      not-found       STATUS 999 open
      not-found       CLOSE 999
      not-found       REOPEN 999
      not-found       PRIORITY 999 high
      not-found       TAG 999 +a
      not-found       EDIT 999 {"title":"a"}
      not-found       HISTORY 999
      conflict        TAKE 2
      conflict        TAKE 3
      conflict        CLOSE 2
      conflict        STATUS 2 closed
      conflict        STATUS 2 waiting
      conflict        STATUS 2 in-progress
      conflict        EDIT 2 {"status":"closed"}
      conflict        EDIT 2 {"status":"waiting"}
      conflict        EDIT 1 {"resolution":"fixed"}
      conflict        EDIT 1 {"status":"waiting","resolution":"fixed"}
      conflict        EDIT 1 {"version":99,"title":"a"}
      conflict        EDIT 1 {"version":99999999999999999999,"title":"a"}
      conflict        REOPEN 1
      conflict        REOPEN 3
      conflict        TAG 1 +a +b +c +d +e +f +g +h +i +j +k +l +m +n +o +p +q
      conflict        @filed COMMENT 1 a
      gone            WATCH since:999
      gone            WATCH since:99999999999999999999999
      gone            WATCH since:999999999/0
      """
          .formatted(LONG_NAME, LONG_TITLE, LONG_TEXT, TAGS_17);

  /** Bytes that no line may hold, in hexadecimal, behind {@code COMMENT 1 }. */
  private static final List<String> BAD_BYTES =
      List.of(
          "00",
          "01",
          "08",
          "0b",
          "0c",
          "0d61",
          "1b5b41",
          "1f",
          "7f",
          "c280",
          "c285",
          "c29f",
          "80",
          "bf",
          "c3",
          "c328",
          "c080",
          "e08080",
          "eda080",
          "edbfbf",
          "f4908080",
          "f8888080",
          "fe",
          "ff",
          "e280aa",
          "e280ae",
          "e281a6",
          "e281a9",
          "e280a8",
          "e280a9",
          "efbbbf",
          "efbfbe",
          "efbfbf",
          "efb790",
          "efb7af",
          "f09fbfbe",
          "f48fbfbf");

  @TempDir static Path folder;
  private TestServer server;
  private LineClient observer;

  @BeforeAll
  void file() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
    LineClient bob = server.connect("Bob");
    bob.status("SENDTICKET {\"title\":\"Open\"}");
    bob.status("SENDTICKET {\"title\":\"Closed\"}");
    bob.status("SENDTICKET {\"title\":\"Taken\"}");
    bob.status("CLOSE 2");
    bob.status("TAKE 3");
    server.connect("Ana").status("@filed SENDTICKET {\"title\":\"Keyed\"}");
    observer = server.connect("Observer");
    observer.status("FORMAT json");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Stream<List<String>> manners() {
    return Stream.of(
        List.of("LANG en", "FORMAT text"),
        List.of("LANG fr", "FORMAT text"),
        List.of("LANG fr", "FORMAT json"));
  }

  @ParameterizedTest
  @MethodSource("manners")
  void shouldRefuseWithTheCodeOfTheTable(List<String> manner) {
    LineClient ana = server.connect("Ana");
    manner.forEach(ana::status);
    List<Object> before = everything();
    List<String> wrong = new ArrayList<>();
    TABLE
        .lines()
        .forEach(
            row -> {
              String code = row.substring(0, row.indexOf(' '));
              String request = row.substring(code.length()).strip();
              String outcome = ana.outcome(request);
              if (!outcome.equals(code) || !ana.outcome("PING").equals("OK")) {
                wrong.add(request + " was answered " + outcome + ", not " + code);
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMENT 1 a", "FOO", "LIST "})
  void shouldRefuseWhatNoLineMayHold(String begin) {
    LineClient ana = server.connect("Ana");
    List<Object> before = everything();
    List<String> wrong = new ArrayList<>();
    for (String hex : BAD_BYTES) {
      ana.sendRaw(begin).sendRaw(HexFormat.of().parseHex(hex)).sendRaw("a\nPING\n");
      String outcome = ReplyGrammar.outcome(ana.reply().get(0));
      if (!outcome.equals("bad-text")) {
        wrong.add(hex + " was answered " + outcome);
      }
      assertThat(ana.reply()).containsExactly("[OK] PONG");
    }
    assertThat(wrong).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SENDTICKET {\"title\":\"a\"}",
        "COMMENT 1 a",
        "TAKE 1",
        "TAKE NEXT",
        "ASSIGN 1 Ana",
        "ASSIGN 1 me",
        "STATUS 1 waiting",
        "CLOSE 1",
        "REOPEN 2",
        "PRIORITY 1 high",
        "TAG 1 +a",
        "EDIT 1 {\"title\":\"b\"}",
        "LIST assignee:me",
        "LIST author:me",
        "WATCH assignee:me"
      })
  void shouldAskWhoItIs(String request) {
    List<Object> before = everything();
    assertThat(server.connect().outcome(request)).isEqualTo("not-identified");
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LIST",
        "LIST author:Bob status:open",
        "SHOW 1",
        "HISTORY 1",
        "STATS",
        "PING",
        "HELP",
        "HELP LIST",
        "LANG en",
        "FORMAT text",
        "WATCH",
        "WATCH since:0",
        "UNWATCH",
        "QUIT"
      })
  void shouldLetAnybodyRead(String request) {
    assertThat(server.connect().outcome(request)).isEqualTo("OK");
  }

  @Test
  void shouldNameNoOtherVersionThanTheOneAskedFor() {
    LineClient ana = server.connect("Ana");
    ana.status("LANG en");
    assertThat(ana.status("EDIT 1 {\"version\":2147483648}")).contains(", not 2147483648");
    assertThat(ana.status("EDIT 1 {\"version\":99999999999999999999}"))
        .containsPattern(
            "^\\[ERR] conflict: the ticket #1 is at version [0-9]+, not at one so high$");
  }

  @Test
  void shouldNameWhatIs() {
    LineClient ana = server.connect("Ana");
    assertThat(ana.status("TAKE 3")).contains("Bob");
    assertThat(ana.status("CLOSE 2")).contains("closed").contains("fixed");
    assertThat(ana.status("REOPEN 3")).contains("in-progress");
    assertThat(ana.status("EDIT 1 {\"version\":99}")).contains("version 1");
  }

  /** The order: characters, grammar, identity, existence, version, state. */
  @Test
  void shouldCheckInTheOrderOfTheProtocol() {
    LineClient nobody = server.connect();
    assertThat(nobody.outcome("STATUS x\u0001 done")).isEqualTo("bad-text");
    assertThat(nobody.outcome("FOO \u202e")).isEqualTo("bad-text");
    assertThat(nobody.outcome("SENDTICKET {\"nope\":1,\"title\":\"\\u202e\"}"))
        .isEqualTo("bad-text");
    assertThat(nobody.outcome("STATUS 999 done")).isEqualTo("bad-request");
    assertThat(nobody.outcome("ASSIGN 999 next")).isEqualTo("bad-request");
    assertThat(nobody.outcome("LIST assignee:me colour:red")).isEqualTo("bad-request");
    assertThat(nobody.outcome("STATUS 999 closed")).isEqualTo("not-identified");
    assertThat(nobody.outcome("EDIT 2 {\"version\":99,\"status\":\"waiting\"}"))
        .isEqualTo("not-identified");
    LineClient ana = server.connect("Ana");
    assertThat(ana.outcome("EDIT 999 {\"version\":99}")).isEqualTo("not-found");
    assertThat(ana.status("EDIT 2 {\"version\":99,\"status\":\"waiting\"}"))
        .startsWith("[ERR] conflict: ")
        .contains("99");
    assertThat(ana.status("EDIT 2 {\"version\":2,\"status\":\"waiting\"}"))
        .startsWith("[ERR] conflict: ")
        .contains("fixed");
  }

  /** What a refusal may not change: all tickets, all comments, the number of changes. */
  private List<Object> everything() {
    List<Object> all = new ArrayList<>();
    all.addAll(observer.ask("LIST"));
    for (int id = 1; id <= 4; id++) {
      all.addAll(observer.ask("SHOW " + id));
    }
    all.add(Json.value(observer.statusJson("STATS"), "events"));
    return all;
  }
}
