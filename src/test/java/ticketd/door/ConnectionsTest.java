package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  @Test
  void shouldAdmitUpToTheLimitAndTakeASlotBackOnce() {
    Connections connections = new Connections(2);
    Connections.Slot first = connections.admit().orElseThrow();
    assertThat(connections.admit()).isPresent();
    assertThat(connections.admit()).isEmpty();
    assertThat(connections.count()).isEqualTo(2);
    first.release();
    // Given back by whoever could not start the connection, and by the connection itself.
    first.release();
    assertThat(connections.count()).isEqualTo(1);
    Optional<Connections.Slot> again = connections.admit();
    assertThat(again).isPresent();
    assertThat(connections.admit()).isEmpty();
  }
}
