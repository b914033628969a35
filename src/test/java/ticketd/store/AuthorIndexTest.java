package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.journal.StoredEvent;
import ticketd.testing.Seed;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;

/**
 * A requester's list goes from one of his tickets to the next, over as many others as there are.
 */
class AuthorIndexTest {
  private static final Identity BO = Identity.of("Bo").orElseThrow();
  private static final Identity CY = Identity.of("Cy").orElseThrow();
  private static final int TICKETS = 60_000;

  private final TicketIndex tickets = new TicketIndex();
  private final AuthorIndex authors = new AuthorIndex();
  private final List<Long> own = new ArrayList<>();

  private TicketRow file(long id, Identity author) {
    TicketRow row =
        new TicketRow(
            id,
            4096 + id * 32,
            Status.OPEN,
            Priority.NORMAL,
            false,
            StoredEvent.nameHash(author.key()),
            0,
            0,
            Long.MAX_VALUE);
    tickets.put(row);
    return row;
  }

  private void fileAll(Random random, boolean keptFromTheStart) {
    if (keptFromTheStart) {
      authors.keep(tickets, 0);
    }
    long next = 1L + random.nextInt(200);
    for (long id = 1; id <= TICKETS; id++) {
      boolean isOwn = id == next;
      TicketRow row = file(id, isOwn ? BO : CY);
      authors.filed(row, id);
      if (isOwn) {
        own.add(id);
        next += 1L + random.nextInt(random.nextBoolean() ? 3 : 20_000);
      }
    }
    authors.keep(tickets, TICKETS);
  }

  private List<Long> walked(boolean down) {
    Candidates candidates = new Candidates(authors.postings(BO), down, () -> {});
    List<Long> found = new ArrayList<>();
    long at = candidates.from(down ? TICKETS : 1);
    while (at != Candidates.NONE) {
      found.add(at);
      at = candidates.from(down ? at - 1 : at + 1);
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFindAnAuthorsTicketsInEitherDirection(boolean keptFromTheStart) {
    fileAll(Seed.random(), keptFromTheStart);
    assertThat(walked(false)).isEqualTo(own);
    Collections.reverse(own);
    assertThat(walked(true)).isEqualTo(own);
    assertThat(authors.postings(BO).size()).isEqualTo(own.size());
    assertThat(authors.ids(Identity.of("Dee").orElseThrow())).isEmpty();
    assertThat(authors.postings(Identity.of("Dee").orElseThrow()).page(0, false)).isNegative();
  }

  @Test
  void shouldKnowUpToWhereNothingOfAnAuthorsChanged() {
    TicketRow row = file(1, BO);
    file(2, CY);
    authors.keep(tickets, 9);
    assertThat(authors.lastSeq(BO)).isEqualTo(9);
    authors.filed(file(3, CY), 10);
    assertThat(authors.lastSeq(BO)).isEqualTo(9);
    authors.changed(row, 11);
    assertThat(authors.lastSeq(BO)).isEqualTo(11);
    assertThat(authors.lastSeq(CY)).isEqualTo(10);
  }
}
