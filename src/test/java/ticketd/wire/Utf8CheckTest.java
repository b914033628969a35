package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.ticket.Characters;

class Utf8CheckTest {
  /** The contract's sentence, written down a second time. */
  private static boolean isAcceptedByContract(int c) {
    if (c == '\t') {
      return true;
    }
    boolean control = Character.getType(c) == Character.CONTROL;
    boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean separator =
        Character.getType(c) == Character.LINE_SEPARATOR
            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    boolean surrogate = Character.getType(c) == Character.SURROGATE;
    int inPlane = c % 0x10000;
    boolean noncharacter =
        inPlane == 0xFFFE || inPlane == 0xFFFF || (c >= 0xFDD0 && c < 0xFDD0 + 32);
    return !control && !bidi && !separator && !surrogate && !noncharacter && c != 0xFEFF;
  }

  private static Optional<Refusal> refusal(byte[] line) {
    return refusal(line, 0, line.length);
  }

  private static Optional<Refusal> refusal(byte[] line, int from, int to) {
    try {
      Utf8Check.check(line, from, to);
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    }
  }

  private static byte[] utf8(int point) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (point < 0x80) {
      bytes.write(point);
    } else if (point < 0x800) {
      bytes.write(0xC0 | (point >> 6));
      bytes.write(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      bytes.write(0xE0 | (point >> 12));
      bytes.write(0x80 | (point >> 6 & 0x3F));
      bytes.write(0x80 | (point & 0x3F));
    } else {
      bytes.write(0xF0 | (point >> 18));
      bytes.write(0x80 | (point >> 12 & 0x3F));
      bytes.write(0x80 | (point >> 6 & 0x3F));
      bytes.write(0x80 | (point & 0x3F));
    }
    return bytes.toByteArray();
  }

  @Test
  void shouldAcceptExactlyWhatTheContractDoes() {
    List<String> wrong = new ArrayList<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      boolean accepted = isAcceptedByContract(point);
      if (refusal(utf8(point)).isEmpty() != accepted || Characters.isAccepted(point) != accepted) {
        wrong.add(Characters.name(point));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldFindABadCharacterAtEveryPlaceOfALine() {
    int[] bad = {0, 7, 0x0A, 0x0D, 0x1F, 0x7F};
    for (int length = 1; length <= 40; length++) {
      for (int at = 0; at < length; at++) {
        for (int c : bad) {
          byte[] line = "~".repeat(length).getBytes(UTF_8);
          line[at] = (byte) c;
          assertThat(refusal(line)).as("byte %d of %d: %02x", at, length, c).isPresent();
          assertThat(refusal(line, at + 1, length)).as("behind it").isEmpty();
          assertThat(refusal(line, 0, at)).as("before it").isEmpty();
        }
      }
    }
  }

  @Test
  void shouldAgreeWithTheStrictDecoderOnWhatIsUtf8() {
    long seed = 20261124;
    Random random = new Random(seed);
    int invalid = 0;
    for (int n = 0; n < 200_000; n++) {
      byte[] line = new byte[1 + random.nextInt(12)];
      for (int i = 0; i < line.length; i++) {
        // Mostly bytes that begin or go on a sequence, so that many are nearly well-formed.
        line[i] =
            (byte) (random.nextInt(4) == 0 ? 'a' + random.nextInt(26) : 0x80 + random.nextInt(128));
      }
      boolean wellFormed = true;
      boolean accepted = true;
      try {
        accepted =
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(line))
                .codePoints()
                .allMatch(Utf8CheckTest::isAcceptedByContract);
      } catch (CharacterCodingException e) {
        wellFormed = false;
        invalid++;
      }
      assertThat(refusal(line).isEmpty())
          .as("seed %d, line %d", seed, n)
          .isEqualTo(wellFormed && accepted);
    }
    assertThat(invalid).isBetween(10_000, 199_000);
  }

  @ParameterizedTest
  @CsvSource({
    "c080, overlong NUL",
    "c1bf, overlong in two bytes",
    "e09fbf, overlong in three",
    "f08fbfbf, overlong in four",
    "eda080, a surrogate",
    "f4908080, beyond U+10FFFF",
    "f5808080, no first byte",
    "80, a tail alone",
    "c3, a line that ends too early",
    "e282, a line that ends too early",
    "f09f98, a line that ends too early"
  })
  void shouldRefuseIllFormedSequences(String hex, String why) {
    byte[] line = HexFormat.of().parseHex("6869" + hex);
    assertThat(refusal(line)).as(why).isPresent();
    assertThat(refusal(line).orElseThrow().reason().in(Language.EN)).contains("byte 3");
  }

  @Test
  void shouldNameTheCharacterAndItsColumn() {
    Refusal refusal = refusal("é😀\u202Ex".getBytes(UTF_8)).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_TEXT);
    assertThat(refusal.reason().in(Language.EN)).contains("U+202E").contains("column 3");
    assertThat(refusal.reason().in(Language.FR)).contains("U+202E").contains("colonne 3");
  }

  @ParameterizedTest
  @CsvSource({
    "plain enough for eight\tat once, ASCII",
    "'plain enough for eight, déjà', NO_DIRECTION_MARK",
    "a\u200Eb, DIRECTION_MARK",
    "شكرا\u200F! déjà, DIRECTION_MARK",
    "\u061C, DIRECTION_MARK"
  })
  void shouldTellWhatALineHolds(String text, Utf8Check.Finding expected) throws Refusal {
    byte[] line = text.getBytes(UTF_8);
    assertThat(Utf8Check.check(line, 0, line.length)).isEqualTo(expected);
  }
}
