package ticketd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationTest {
  @Test
  void shouldDecodeArgumentsInTheirOrder() {
    List<byte[]> raw = List.of(bytes("--as"), bytes("Ana"), bytes("é日"));

    assertThat(Invocation.read(raw).arguments()).containsExactly("--as", "Ana", "é日");
    assertThat(Invocation.read(raw).malformed()).isEmpty();
    assertThat(Invocation.read(List.of(bytes("\uFFFD"))).malformed())
        .as("a character like any other")
        .isEmpty();
  }

  @Test
  void shouldShowTheFirstThatIsNotUtf8() {
    byte[] latin = "café".getBytes(StandardCharsets.ISO_8859_1);
    byte[] cut = {'x', (byte) 0xE2, (byte) 0x82};

    assertThat(Invocation.read(List.of(bytes("é"), latin, cut)).malformed()).contains("caf\\xE9");
    assertThat(Invocation.read(List.of(cut)).malformed()).contains("x\\xE2\\x82");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
