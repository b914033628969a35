package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import ticketd.wire.ErrorCode;

class StrangersTest {
  private final Strangers strangers = new Strangers();
  private final List<String> ended = new ArrayList<>();

  /** One that says who it was when it ends. */
  private Consumer<ErrorCode> named(String name) {
    return code -> ended.add(name + " " + code.wireName());
  }

  @Test
  void shouldLetTheOldestOfTheSourceWithMostGiveWay() {
    Source flood = new Source("flood");
    Consumer<ErrorCode> victim = named("victim");
    strangers.came(new Source("victim"), victim);
    for (int i = 1; i < Strangers.MOST; i++) {
      strangers.came(flood, named("flood " + i));
    }
    assertThat(ended).isEmpty();
    strangers.came(flood, named("flood more"));
    strangers.came(new Source("another"), named("another"));
    assertThat(ended)
        .containsExactly("flood 1 too-many-connections", "flood 2 too-many-connections");
    assertThat(strangers.count()).isEqualTo(Strangers.MOST);
  }

  @Test
  void shouldCountThoseNoMoreThatLeft() {
    Source source = new Source("one");
    for (int i = 0; i < 3 * Strangers.MOST; i++) {
      Consumer<ErrorCode> end = named("one");
      strangers.came(source, end);
      strangers.left(source, end);
      strangers.left(source, end);
    }
    assertThat(strangers.count()).isZero();
    assertThat(ended).isEmpty();
  }
}
