package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PenaltiesTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final Penalties penalties = new Penalties(now::get);
  private final Source source = source("192.0.2.1");

  @Test
  void shouldNotListenFromTheThirdFailureOnUntilTimeHasPassed() {
    penalties.failed(source);
    penalties.failed(source);
    assertThat(penalties.refused(source)).isEmpty();
    penalties.failed(source);
    assertThat(penalties.refused(source)).contains(Duration.ofSeconds(1));
    penalties.failed(source);
    assertThat(penalties.refused(source)).contains(Duration.ofSeconds(6));
    pass(Duration.ofSeconds(6));
    assertThat(penalties.refused(source)).isEmpty();
    penalties.failed(source);
    assertThat(penalties.refused(source)).contains(Duration.ofSeconds(5));
  }

  @Test
  void shouldForgetWhatHasPassed() {
    penalties.failed(source);
    penalties.failed(source);
    pass(Duration.ofMinutes(1));
    penalties.failed(source);
    penalties.failed(source);
    assertThat(penalties.refused(source)).isEmpty();
  }

  @Test
  void shouldTakeAnIpv6NetworkForOneSourceAndNobodyElse() {
    for (int i = 1; i <= 4; i++) {
      penalties.failed(source("2001:db8:0:1::" + i));
    }
    assertThat(penalties.refused(source("2001:db8:0:1:ffff::9"))).isPresent();
    assertThat(penalties.refused(source("2001:db8:0:2::1"))).isEmpty();
    assertThat(penalties.refused(source)).isEmpty();
  }

  @Test
  void shouldKeepTenThousandSources() {
    for (int i = 0; i < 4; i++) {
      penalties.failed(source);
    }
    for (int i = 0; i < Penalties.MOST_SOURCES - 1; i++) {
      penalties.failed(new Source("of " + i));
    }
    assertThat(penalties.refused(source)).isPresent();
    penalties.failed(new Source("one more"));
    assertThat(penalties.sources()).isEqualTo(Penalties.MOST_SOURCES);
    assertThat(penalties.refused(source)).isEmpty();
    pass(Duration.ofSeconds(5));
    penalties.failed(source);
    assertThat(penalties.sources()).isEqualTo(1);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Source source(String address) {
    try {
      return Source.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
