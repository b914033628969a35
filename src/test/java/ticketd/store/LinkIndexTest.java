package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;

class LinkIndexTest {
  private static final long TARGET = 1;

  private final LinkIndex index = new LinkIndex();
  private long seq = 10;

  private void linkAndUnlink(long from) {
    Link link = new Link(LinkType.RELATES, TARGET);
    index.apply(from, new LinkChange(List.of(), List.of(link)), ++seq);
    index.apply(from, new LinkChange(List.of(link), List.of()), ++seq);
  }

  /** What comes and goes again must cost no more each time, nor a tag be one of before. */
  @Test
  void shouldKeepNoMoreThanAFewChangesFromElsewhereAndNeverGoBack() {
    linkAndUnlink(2);
    assertThat(index.changedElsewhere(TARGET, id -> id == 2)).isEqualTo(12);
    assertThat(index.changedElsewhere(TARGET, id -> id == 99)).isZero();
    long before = 12;
    for (long from = 3; from < 3_000; from++) {
      linkAndUnlink(from);
      long changed = index.changedElsewhere(TARGET, id -> id == 2);
      assertThat(changed).isGreaterThanOrEqualTo(before);
      before = changed;
    }
    assertThat(before).isGreaterThan(12).isLessThan(seq);
    assertThat(index.changedElsewhere(TARGET, id -> true)).isEqualTo(seq);
    int[] looks = {0};
    index.changedElsewhere(TARGET, id -> ++looks[0] < 0);
    assertThat(looks[0]).isEqualTo(200);
    assertThat(index.of(TARGET)).isEmpty();
  }
}
