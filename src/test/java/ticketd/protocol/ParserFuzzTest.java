package ticketd.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Characters;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.Limits;
import ticketd.ticket.TicketCommand;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Parsed;
import ticketd.wire.Request;
import ticketd.wire.Verb;

/**
 * Mutated lines: whatever arrives is accepted, refused or blank, and is answered by the grammar.
 */
class ParserFuzzTest {
  private static final int LINES = Size.of("lines", 100_000, 2_000_000);
  private static final RequestParser PARSER =
      new RequestParser(Clock.system(ZoneId.of("Europe/Paris")));
  private static final Optional<Identity> JULES = Identity.of("Jules");

  private static final List<String> SEEDS =
      List.of(
          "IDENT Jules Martin",
          "SENDTICKET",
          "@k-1 SENDTICKET {\"title\":\"Bug é\",\"description\":\"a\\nb\",\"priority\":\"high\",\"tags\":[\"a\",\"b\"],\"assignee\":null}",
          "LIST status:open,waiting author:\"Jules Martin\" tag:infra \"disque plein\" sort:-id limit:50",
          "LIST id:10..20 created:2026-11-01..2026-11-30 updated:2026-11-24.. priority:high assignee:me after:7",
          "LIST sort:updated limit:10000 text:été assignee:-",
          "QUIT",
          "exit",
          "SHOW #12",
          "COMMENT 1 vu 😀",
          "COMMENT 1 {\"text\":\"a\\u00e9\\ud83d\\ude00\"}",
          "TAKE 7",
          "@a:b TAKE NEXT tag:infra id:..9",
          "ASSIGN 1 o'Neil",
          "STATUS 1 in-progress",
          "CLOSE 1 wont-fix rien à faire",
          "REOPEN 1",
          "PRIORITY 1 urgent",
          "TAG 1 +a -b +c.d_e-9",
          "EDIT 3 {\"title\":\"x\",\"status\":\"closed\",\"resolution\":\"invalid\",\"version\":4}",
          "HISTORY 1 after:17 limit:5",
          "STATS",
          "PING",
          "HELP TAKE",
          "LANG en",
          "FORMAT json",
          "WATCH since:1/42 status:open",
          "UNWATCH",
          "AUTH x",
          "\t ",
          "GET / HTTP/1.1");

  private static final List<byte[]> PIECES =
      List.of(
          new byte[] {0},
          new byte[] {'\r'},
          new byte[] {'\t'},
          new byte[] {' '},
          new byte[] {(byte) 0xC3},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          "\u202e".getBytes(UTF_8),
          "\ufeff".getBytes(UTF_8),
          "é".getBytes(UTF_8),
          "😀".getBytes(UTF_8),
          "\\u0000".getBytes(UTF_8),
          "\\ud83d".getBytes(UTF_8),
          "\\n".getBytes(UTF_8),
          "\"".getBytes(UTF_8),
          "{".getBytes(UTF_8),
          "}".getBytes(UTF_8),
          "[".getBytes(UTF_8),
          ":".getBytes(UTF_8),
          "..".getBytes(UTF_8),
          ",".getBytes(UTF_8),
          "@".getBytes(UTF_8),
          "#".getBytes(UTF_8),
          "-".getBytes(UTF_8),
          "null".getBytes(UTF_8),
          "99999999999999999999".getBytes(UTF_8));

  private static byte[] mutated(Random random) {
    byte[] line = pick(SEEDS, random).getBytes(UTF_8);
    for (int n = random.nextInt(4); n > 0; n--) {
      line = mutation(line, random);
    }
    return line;
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] mutation(byte[] line, Random random) {
    int at = random.nextInt(line.length + 1);
    int end = at + random.nextInt(Math.min(6, line.length - at + 1));
    return switch (random.nextInt(5)) {
      case 0 -> splice(line, at, at, pick(PIECES, random));
      case 1 -> splice(line, at, end, new byte[0]);
      case 2 -> splice(line, at, end, pick(PIECES, random));
      case 3 ->
          splice(line, at, Math.min(at + 1, line.length), new byte[] {(byte) random.nextInt()});
      default -> splice(line, at, line.length, tail(pick(SEEDS, random), random));
    };
  }

  private static byte[] tail(String seed, Random random) {
    byte[] bytes = seed.getBytes(UTF_8);
    int from = random.nextInt(bytes.length);
    byte[] tail = new byte[bytes.length - from];
    System.arraycopy(bytes, from, tail, 0, tail.length);
    return tail;
  }

  private static byte[] splice(byte[] line, int from, int to, byte[] piece) {
    byte[] spliced = new byte[line.length - (to - from) + piece.length];
    System.arraycopy(line, 0, spliced, 0, from);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(line, to, spliced, from + piece.length, line.length - to);
    return spliced;
  }

  @Test
  void shouldAnswerEveryLine() {
    Random random = Seed.random();
    Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
    Set<Verb> changing = EnumSet.noneOf(Verb.class);
    int accepted = 0;
    int blank = 0;
    for (int n = 0; n < LINES; n++) {
      byte[] line = mutated(random);
      Optional<Identity> who = random.nextInt(8) == 0 ? Optional.empty() : JULES;
      try {
        Parsed parsed = PARSER.parse(line, 0, line.length, who);
        if (parsed instanceof Parsed.Accepted right) {
          accepted++;
          assertSound(right.request(), who);
          if (right.request() instanceof Request.Change change) {
            changing.add(change.verb());
          }
        } else if (parsed instanceof Parsed.Refused wrong) {
          refused.merge(wrong.code(), 1, Integer::sum);
          if (n % 64 == 0) {
            assertWritten(wrong);
          }
        } else {
          blank++;
        }
        PARSER.title(line, 0, line.length);
        PARSER.description(line, 0, line.length);
        RequestParser.isHttpRequestLine(line, 0, line.length);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("line " + n + ": " + new String(line, UTF_8), e);
      }
    }
    // The lines reached far enough into the parser for all this to mean something.
    assertThat(accepted).isGreaterThan(LINES / 10);
    assertThat(blank).isPositive();
    assertThat(refused)
        .containsOnlyKeys(
            ErrorCode.BAD_REQUEST,
            ErrorCode.UNKNOWN_COMMAND,
            ErrorCode.BAD_TEXT,
            ErrorCode.NOT_IDENTIFIED);
    assertThat(changing).hasSize(10);
  }

  /** What the rest of the server takes for granted. */
  private static void assertSound(Request request, Optional<Identity> who) {
    if (request instanceof Request.Change change) {
      assertThat(who).isPresent();
      Fingerprint.of(change.command());
      if (change.command() instanceof TicketCommand.OnTicket on) {
        assertThat(on.id()).isPositive();
      } else if (change.command() instanceof TicketCommand.File file) {
        assertThat(file.title()).isNotEmpty();
        assertAccepted(file.title(), false);
        assertAccepted(file.description(), true);
        assertThat(file.tags()).doesNotHaveDuplicates().allMatch(Limits::isTag);
      }
      if (change.command() instanceof TicketCommand.Comment comment) {
        assertAccepted(comment.text(), true);
      }
    } else if (request instanceof Request.Show show) {
      assertThat(show.id()).isPositive();
    }
  }

  private static void assertAccepted(String text, boolean lineFeeds) {
    boolean accepted =
        text.codePoints().allMatch(c -> Characters.isAccepted(c) || (lineFeeds && c == '\n'));
    assertThat(accepted).as(text).isTrue();
  }

  private static void assertWritten(Parsed.Refused wrong) {
    for (Language language : Language.values()) {
      for (Format format : Format.values()) {
        LineBuffer out = new LineBuffer();
        ResponseWriter.of(language, format, ZoneOffset.UTC)
            .write(out, new Response.Failed(wrong.code(), wrong.message()));
        ReplyGrammar.assertReply(out, format);
        assertThat(out.size()).isLessThan(700);
      }
    }
  }
}
