package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;

class PageTest {
  @Test
  void shouldKeepAnySetInNoMoreThanABitmap() {
    Random random = Seed.random();
    for (int n = 0; n < 2000; n++) {
      long[] bits = new long[Page.LONGS];
      for (int left = random.nextInt(1 << random.nextInt(13)) + 1; left > 0; left--) {
        int id = random.nextInt(Page.IDS);
        bits[id >>> 6] |= 1L << id;
      }
      byte[] bytes = new byte[Page.BITMAP + 20];
      int length = Page.encode(bits, bytes, 10);
      assertThat(length).isBetween(1, Page.BITMAP);
      long[] read = new long[Page.LONGS];
      Page.add(bytes, 10, length, read);
      assertThat(read).isEqualTo(bits);
      long[] asked = random.longs(Page.LONGS).toArray();
      long[] both = new long[Page.LONGS];
      for (int i = 0; i < both.length; i++) {
        both[i] = asked[i] & bits[i];
      }
      Page.retain(bytes, 10, length, asked);
      assertThat(asked).isEqualTo(both);
    }
  }
}
