package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store relies on, whatever keeps the order. */
public abstract class SharedLogContract {
  @TempDir protected Path directory;
  private final Map<SharedLog, List<String>> seen = new HashMap<>();
  private SharedLog one;
  private SharedLog other;

  /** Another process's view of the one order; both begin empty. */
  protected abstract SharedLog open();

  /** Another in place of that one, which does not wait for long where there is no answer. */
  protected SharedLog openHurried(SharedLog patient) {
    return patient;
  }

  /** The next batch's outcome will not be known. */
  protected abstract void leaveNextInDoubt();

  /** Why no turn begins while it is not: the order is kept elsewhere, or here. */
  protected abstract JournalException.Kind refusalInDoubt();

  /** What was in doubt can be found out from now on. */
  protected void endDoubt() {}

  @BeforeEach
  protected void openTwo() {
    one = open();
    other = open();
  }

  @AfterEach
  protected void closeTwo() {
    one.close();
    other.close();
  }

  private List<String> seenBy(SharedLog log) {
    return seen.computeIfAbsent(log, absent -> new ArrayList<>());
  }

  /** What the log delivered, or appended itself, up to its position. */
  private void catchUp(SharedLog log) {
    log.replica()
        .catchUp(
            (batch, end) -> {
              for (StoredRecord record : batch) {
                StoredEvent event = (StoredEvent) record;
                seenBy(log).add(event.seq() + " " + log.replica().reader().title(event));
              }
            });
  }

  private Optional<Turn> begin(SharedLog log) {
    Optional<Turn> begun = log.tryTurn();
    if (begun.isEmpty()) {
      try {
        begun = Optional.of(log.turn());
      } catch (JournalException e) {
        assertThat(e.kind()).isEqualTo(JournalException.Kind.LOCK_TIMEOUT);
        return begun;
      }
    }
    catchUp(log);
    return begun;
  }

  private void add(SharedLog log, BatchWriter batch, String title) {
    long seq = batch.nextSeq();
    Scribe.add(batch, title);
    seenBy(log).add(seq + " " + title);
  }

  /** Decides again where somebody else came before, as a store does. */
  private void append(SharedLog log, String... titles) {
    Turn.Outcome outcome = Turn.Outcome.BEHIND;
    while (outcome == Turn.Outcome.BEHIND) {
      try (Turn turn = begin(log).orElseThrow()) {
        List<String> before = List.copyOf(seenBy(log));
        BatchWriter batch = turn.batch();
        for (String title : titles) {
          add(log, batch, title);
        }
        outcome = turn.append();
        if (outcome == Turn.Outcome.BEHIND) {
          seenBy(log).clear();
          seenBy(log).addAll(before);
        }
      }
    }
  }

  @Test
  void shouldGiveEveryoneTheSameOrder() {
    append(one, "a");
    append(other, "b", "c");
    append(other, "d");
    append(one, "e");
    for (SharedLog log : List.of(one, other)) {
      log.awaitCurrent();
      // Elsewhere it is so for as long as nobody appends, which only another question tells.
      assertThat(log.isCurrent() || log.isElsewhere()).isTrue();
      catchUp(log);
      assertThat(seenBy(log)).containsExactly("1 a", "2 b", "3 c", "4 d", "5 e");
      assertThat(log.replica().position()).isEqualTo(log.replica().committed());
    }
    assertThat(one.replica().position()).isEqualTo(other.replica().position());
  }

  @Test
  void shouldShowABatchToNobodyBeforeItIsAppended() {
    append(one, "a");
    long committed = one.replica().committed();
    try (Turn turn = begin(one).orElseThrow()) {
      add(one, turn.batch(), "b");
      assertThat(one.replica().committed()).isEqualTo(committed);
      other.awaitCurrent();
      assertThat(other.replica().committed()).isEqualTo(committed);
    }
    // A turn that was ended without appending leaves nothing.
    append(other, "c");
    catchUp(other);
    assertThat(seenBy(other)).containsExactly("1 a", "2 c");
  }

  /** Where both can begin, what the second decided rests on an end that is none any more. */
  @Test
  void shouldStoreOneOfTwoThatWereDecidedOnTheSameEnd() {
    Turn first = begin(one).orElseThrow();
    Optional<Turn> second = begin(other);
    add(one, first.batch(), "a");
    second.ifPresent(turn -> add(other, turn.batch(), "b"));
    assertThat(first.append()).isEqualTo(Turn.Outcome.STORED);
    first.close();
    second.ifPresent(
        turn -> {
          assertThat(turn.append()).isEqualTo(Turn.Outcome.BEHIND);
          turn.close();
          seenBy(other).clear();
        });
    append(other, "c");
    assertThat(seenBy(other)).containsExactly("1 a", "2 c");
  }

  @Test
  void shouldTellADecisionThatStoresNothingWhetherItRestsOnTheEnd() {
    append(one, "a");
    Optional<Turn> idle = begin(other);
    idle.orElseThrow().batch();
    Optional<Turn> busy = begin(one);
    if (busy.isPresent()) {
      add(one, busy.get().batch(), "b");
      busy.get().append();
      busy.get().close();
    }
    assertThat(idle.get().append())
        .isEqualTo(busy.isPresent() ? Turn.Outcome.BEHIND : Turn.Outcome.STORED);
    idle.get().close();
    assertThat(begin(other)).hasValueSatisfying(Turn::close);
  }

  @Test
  void shouldDeliverAgainWhatWasNotTakenIn() {
    append(other, "a", "b");
    one.awaitCurrent();
    long position = one.replica().position();
    assertThatThrownBy(
            () ->
                one.replica()
                    .catchUp(
                        (batch, end) -> {
                          throw new IllegalStateException("not taken");
                        }))
        .hasMessage("not taken");
    assertThat(one.replica().position()).isEqualTo(position);
    catchUp(one);
    append(one, "c");
    assertThat(seenBy(one)).containsExactly("1 a", "2 b", "3 c");
  }

  @Test
  void shouldFindOutWhatBecameOfABatchInDoubt() {
    one = openHurried(one);
    append(one, "a");
    leaveNextInDoubt();
    try (Turn turn = begin(one).orElseThrow()) {
      add(one, turn.batch(), "b");
      JournalException doubt = catchThrowableOfType(JournalException.class, turn::append);
      assertThat(doubt.kind()).isEqualTo(JournalException.Kind.SYNC_FAILED);
    }
    assertThat(one.replica().position()).isEqualTo(one.replica().committed());
    JournalException refusal =
        catchThrowableOfType(
            JournalException.class, () -> one.tryTurn().or(() -> Optional.of(one.turn())));
    assertThat(refusal.kind()).isEqualTo(refusalInDoubt());

    endDoubt();
    one.reopen();
    seenBy(one).remove("2 b");
    append(one, "c");
    other.awaitCurrent();
    catchUp(other);
    assertThat(seenBy(one)).containsExactly("1 a", "2 b", "3 c").isEqualTo(seenBy(other));
  }
}
