package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ticketd.wire.WatchPosition;

class IncomingTest {
  @Test
  void shouldParseALineOnce() {
    Incoming event = Incoming.of("{\"event\":\"filed\",\"seq\":7}");
    Incoming status = Incoming.of("{\"ok\":true,\"generation\":9,\"seq\":4}");

    assertThat(((Incoming.Event) event).seq()).isEqualTo(7);
    assertThat(event.json()).isSameAs(event.json());
    assertThat(((Incoming.Status) status).position()).contains(new WatchPosition(9, 4));
    assertThat(status.json()).isSameAs(status.json());
  }

  @Test
  void shouldTakeALineInTextForOneWithoutMembers() {
    Incoming status = Incoming.of("[OK] Watching, since 9/4");

    assertThat(status.json().names()).isEmpty();
    assertThat(((Incoming.Status) status).position()).contains(new WatchPosition(9, 4));
    assertThat(((Incoming.Event) Incoming.of("! 17 #1 [J] filed x")).seq()).isEqualTo(17);
  }
}
