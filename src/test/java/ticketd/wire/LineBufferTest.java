package ticketd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
  @Test
  void shouldEncodeAsThePlatformDoes() {
    long seed = 7;
    Random random = new Random(seed);
    LineBuffer out = new LineBuffer();
    StringBuilder expected = new StringBuilder();
    for (int n = 0; n < 3_000; n++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      int highest = new int[] {0x80, 0x800, 0x10000, 0x110000}[random.nextInt(4)];
      for (int i = 0; i < length; i++) {
        int point = random.nextInt(highest);
        text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
      }
      out.append(text.toString());
      expected.append(text);
    }
    assertThat(out.toByteArray())
        .as("seed %d", seed)
        .isEqualTo(expected.toString().getBytes(UTF_8));
    assertThat(out.asString()).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 9, 10, 11, 99, 100, 12_345_678_901L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void shouldWriteNumbersInDecimal(long number) {
    assertThat(new LineBuffer().append("<").append(number).append('>').asString())
        .isEqualTo("<" + number + ">");
  }

  @Test
  void shouldGrowAndBeginAnew() {
    LineBuffer out = new LineBuffer();
    byte[] chunk = new byte[100_000];
    for (int i = 0; i < 10; i++) {
      out.append(chunk);
    }
    assertThat(out.size()).isEqualTo(1_000_000);
    out.clear();
    assertThat(out.size()).isZero();
    assertThat(out.append("again").toByteArray()).isEqualTo("again".getBytes(UTF_8));
  }

  @Test
  void shouldAppendAnotherBuffer() {
    LineBuffer other = new LineBuffer().append("é");
    assertThat(new LineBuffer().append("a").append(other).append(other).asString())
        .isEqualTo("aéé");
  }
}
