package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

  @Test
  void shouldTellOfTheDrainAlsoWhoComesLater() {
    Connections connections = new Connections(2);
    List<String> told = new ArrayList<>();
    connections.onDrain(() -> told.add("early"));
    assertThat(told).isEmpty();
    connections.drain();
    assertThat(told).containsExactly("early");
    connections.onDrain(() -> told.add("late"));
    assertThat(told).containsExactly("early", "late");
  }
}
