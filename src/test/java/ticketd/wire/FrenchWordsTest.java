package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ticketd.ticket.EventKind;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;

class FrenchWordsTest {
  @Test
  void shouldReadWhatItShows() {
    for (Status status : Status.values()) {
      assertThat(FrenchWords.status(FrenchWords.shown(status.wireName()))).contains(status);
      assertThat(FrenchWords.status(status.wireName())).contains(status);
    }
    for (Priority priority : Priority.values()) {
      assertThat(FrenchWords.priority(FrenchWords.shown(priority.wireName()))).contains(priority);
    }
    for (Resolution how : Resolution.values()) {
      assertThat(FrenchWords.resolution(FrenchWords.shown(how.wireName()))).contains(how);
    }
  }

  @Test
  void shouldTakeThemInAnyCaseWithAndWithoutAccents() {
    assertThat(FrenchWords.status("Fermé")).contains(Status.CLOSED);
    assertThat(FrenchWords.status("ferme")).contains(Status.CLOSED);
    assertThat(FrenchWords.status("EN-COURS")).contains(Status.IN_PROGRESS);
    assertThat(FrenchWords.resolution("resolu")).contains(Resolution.FIXED);
    assertThat(FrenchWords.resolution("non-valable")).contains(Resolution.INVALID);
    assertThat(FrenchWords.priority("haut")).isEmpty();
    assertThat(FrenchWords.wire("Bogue")).isEqualTo("Bogue");
  }

  @Test
  void shouldNameEveryEventInFrench() {
    for (EventKind kind : EventKind.values()) {
      if (kind != EventKind.NOOP) {
        assertThat(FrenchWords.event(kind.wireName())).isNotEqualTo(kind.wireName());
      }
    }
  }

  @Test
  void shouldShowHowATicketWasClosed() {
    assertThat(FrenchWords.shown("closed:wont-fix")).isEqualTo("fermé : sans suite");
    assertThat(FrenchWords.shown("Jules")).isEqualTo("Jules");
    assertThat(FrenchWords.shown("2026-12-01T09:36:01+00:00"))
        .isEqualTo("2026-12-01T09:36:01+00:00");
    assertThat(FrenchWords.shown("open:")).isEqualTo("open:");
  }
}
