package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker finds every kind of broken promise, and nothing where none is broken. */
class LedgerTest {
  private final Ledger ledger = new Ledger();
  private final List<EventLog.Event> events = new ArrayList<>();

  /** Two filings, one after the other, and a comment at the same time as the second. */
  @BeforeEach
  void keepEveryPromise() {
    told("a", Ledger.Outcome.STORED, 10, 20, 1, 1);
    told("b", Ledger.Outcome.STORED, 30, 60, 2, 3);
    told("c", Ledger.Outcome.STORED, 40, 50, 1, 2);
    told("d", Ledger.Outcome.REFUSED, 55, 58, 0, 0);
    told("e", Ledger.Outcome.UNKNOWN, 55, 58, 0, 0);
    happened(1, 1, "filed", 1, "a");
    happened(2, 1, "commented", 2, "c");
    happened(3, 2, "filed", 1, "b");
  }

  @Test
  void shouldFindNothingWhereEveryPromiseWasKept() {
    assertThat(findings()).isEmpty();
    happened(4, 3, "filed", 1, "e");
    assertThat(findings()).as("what is unknown may be stored").isEmpty();
  }

  @Test
  void shouldFindALostChange() {
    events.remove(2);
    assertThat(findings()).singleElement().asString().startsWith("lost: ").contains("mark=b");
  }

  @Test
  void shouldFindAChangeStoredTwice() {
    happened(4, 3, "filed", 1, "b");
    assertThat(findings()).anyMatch(finding -> finding.startsWith("stored twice"));
  }

  @Test
  void shouldFindAnUnknownChangeStoredTwice() {
    happened(4, 3, "filed", 1, "e");
    happened(5, 4, "filed", 1, "e");
    assertThat(findings()).singleElement().asString().startsWith("stored twice");
  }

  @Test
  void shouldFindARefusedChangeThatWasStored() {
    happened(4, 3, "filed", 1, "d");
    assertThat(findings()).singleElement().asString().startsWith("refused and stored");
  }

  @Test
  void shouldFindAChangeThatNobodyAskedFor() {
    happened(4, 3, "filed", 1, "x");
    assertThat(findings()).singleElement().asString().startsWith("nobody asked");
  }

  @Test
  void shouldFindAnAnswerWithAnotherId() {
    told("f", Ledger.Outcome.STORED, 70, 80, 4, 4);
    happened(4, 3, "filed", 1, "f");
    assertThat(findings()).singleElement().asString().startsWith("answered otherwise");
  }

  @Test
  void shouldFindAGapInTheSequence() {
    told("f", Ledger.Outcome.STORED, 70, 80, 3, 5);
    happened(5, 3, "filed", 1, "f");
    assertThat(findings()).singleElement().isEqualTo("change 5 follows 3");
  }

  @Test
  void shouldFindAGapInTheIds() {
    told("f", Ledger.Outcome.STORED, 70, 80, 4, 4);
    happened(4, 4, "filed", 1, "f");
    assertThat(findings()).singleElement().isEqualTo("ticket 4 follows 2");
  }

  @Test
  void shouldFindAnIdUsedTwice() {
    told("f", Ledger.Outcome.STORED, 70, 80, 2, 4);
    happened(4, 2, "filed", 1, "f");
    assertThat(findings()).anyMatch(finding -> finding.startsWith("ticket 2 follows 2"));
  }

  @Test
  void shouldFindAStepOfTheVersionLeftOut() {
    told("f", Ledger.Outcome.STORED, 70, 80, 1, 4);
    happened(4, 1, "commented", 4, "f");
    assertThat(findings()).singleElement().asString().startsWith("version 4 follows 2");
  }

  @Test
  void shouldFindWhatIsOutOfOrder() {
    told("f", Ledger.Outcome.STORED, 70, 80, 3, 5);
    told("g", Ledger.Outcome.STORED, 81, 90, 4, 4);
    happened(4, 4, "filed", 1, "g");
    happened(5, 3, "filed", 1, "f");
    assertThat(findings()).anyMatch(finding -> finding.startsWith("out of order"));
  }

  private List<String> findings() {
    return ledger.check(new EventLog("", events));
  }

  private void told(
      String mark, Ledger.Outcome outcome, long sent, long answered, long id, long seq) {
    ledger.add(new Ledger.Entry(mark, outcome, sent, answered, id, seq, 0));
  }

  private void happened(long seq, long id, String kind, long version, String mark) {
    events.add(new EventLog.Event(seq, id, kind, version, mark));
  }
}
