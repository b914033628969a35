package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.testing.Size;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/**
 * Lets every single call of a session fail, one after the other, in every way it can; then several
 * calls in a row, so that what is done about a failure fails too.
 */
class FailingDiskTest {
  private static final Path STORE = Path.of("/sim/store");
  private static final Set<SimDisk.Outcome> FAILURES =
      EnumSet.complementOf(EnumSet.of(SimDisk.Outcome.DONE));
  private static final int MOST_MORE = Size.of("more", 2, 4);

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldKeepItsWordWhicheverCallFails(SyncMode mode) {
    int calls = new Session(mode).run(0, 0, SimDisk.Outcome.DONE);
    assertThat(calls).isGreaterThan(100);
    for (SimDisk.Outcome outcome : FAILURES) {
      for (int failing = 1; failing <= calls; failing++) {
        new Session(mode).run(failing, failing, outcome);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldKeepItsWordWhenWhatIsDoneAboutAFailureFailsToo(SyncMode mode) {
    int calls = new Session(mode).run(0, 0, SimDisk.Outcome.DONE);
    for (SimDisk.Outcome outcome : FAILURES) {
      for (int more = 1; more <= MOST_MORE; more++) {
        for (int failing = 1; failing <= calls; failing++) {
          new Session(mode).run(failing, failing + more, outcome);
        }
      }
    }
  }

  @Test
  void shouldWriteAgainWhatAFailedForceLost() {
    SimDisk disk = new SimDisk(256 << 10);
    JournalSettings settings = new JournalSettings(STORE, SyncMode.ALWAYS, Duration.ZERO, 64 << 10);
    try (Journal journal = Journal.open(settings, disk)) {
      Scribe scribe = new Scribe(journal);
      scribe.append(Scribe.file("first", ""));
      disk.plan(call -> call == SimDisk.Call.FORCE ? SimDisk.Outcome.FAILED : SimDisk.Outcome.DONE);
      assertThat(failure(() -> scribe.append(Scribe.file("second", ""))))
          .contains(JournalException.Kind.SYNC_FAILED);
      disk.plan(call -> SimDisk.Outcome.DONE);
      journal.reopen();
      assertThat(titles(settings, disk.afterPowerLoss(new Random(1), SimDisk.PAGE)))
          .containsExactly("first", "second");
    }
  }

  private static Optional<JournalException.Kind> failure(Runnable action) {
    try {
      action.run();
      return Optional.empty();
    } catch (JournalException e) {
      return Optional.of(e.kind());
    }
  }

  private static List<String> titles(JournalSettings settings, SimDisk disk) {
    List<String> titles = new ArrayList<>();
    try (Journal journal = Journal.open(settings, disk)) {
      journal.catchUp(Scribe.each(event -> titles.add(journal.reader().title(event))));
    }
    return titles;
  }

  /** Files tickets, reopens, closes and opens, as a server does, and remembers what it was told. */
  private static final class Session {
    private final SimDisk disk = new SimDisk(256 << 10);
    private final JournalSettings settings;
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> inDoubt = new TreeSet<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private int calls;
    private int filed;

    Session(SyncMode mode) {
      settings = new JournalSettings(STORE, mode, Duration.ZERO, 64 << 10);
    }

    /**
     * @param first the number of the first call that fails, 0 for none
     * @param last that of the last one: all between them fail
     * @return how many calls there were
     */
    int run(int first, int last, SimDisk.Outcome outcome) {
      disk.plan(call -> ++calls >= first && calls <= last ? outcome : SimDisk.Outcome.DONE);
      session(2);
      session(1);
      int made = calls;
      String what = settings.sync() + ", calls " + first + " to " + last + " " + outcome;
      disk.plan(call -> SimDisk.Outcome.DONE);
      check(titles(settings, disk), what);
      if (settings.sync() == SyncMode.ALWAYS) {
        check(titles(settings, disk.afterPowerLoss(new Random(first), SimDisk.SECTOR)), what);
      }
      return made;
    }

    private void session(int rounds) {
      Journal journal = open();
      seen.clear();
      for (int i = 0; i < rounds; i++) {
        turn(journal, 1);
        turn(journal, 3);
        attempt(journal, journal::sync);
      }
      if (rounds > 1) {
        attempt(journal, journal::reopen);
        turn(journal, 2);
      }
      try {
        journal.close();
      } catch (JournalException e) {
        expectIo(e);
        disk.kill();
      }
    }

    /** As often as the service manager starts a server. */
    private Journal open() {
      while (true) {
        try {
          return Journal.open(settings, disk);
        } catch (JournalException e) {
          expectIo(e);
          disk.kill();
        }
      }
    }

    /** A fault leads to a reopening, as in the server. */
    private void attempt(Journal journal, Runnable action) {
      try {
        action.run();
      } catch (JournalException e) {
        expectIo(e);
        if (e.kind() != JournalException.Kind.FULL) {
          reopen(journal);
        }
      }
    }

    private static void reopen(Journal journal) {
      while (true) {
        try {
          journal.reopen();
          return;
        } catch (JournalException e) {
          expectIo(e);
        }
      }
    }

    private void turn(Journal journal, int tickets) {
      List<String> titles = new ArrayList<>();
      for (int i = 0; i < tickets; i++) {
        titles.add("ticket " + filed++);
      }
      try {
        journal.lock();
        journal.catchUp(Scribe.each(event -> seen.add(journal.reader().title(event))));
        BatchWriter batch = journal.newBatch();
        titles.forEach(title -> file(batch, title, seen.size() + batch.count() + 1));
        journal.append(batch);
        seen.addAll(titles);
        acknowledged.addAll(titles);
        journal.unlock();
      } catch (JournalException e) {
        expectIo(e);
        if (!acknowledged.containsAll(titles)) {
          boolean unknown = e.kind() == JournalException.Kind.SYNC_FAILED;
          (unknown ? inDoubt : refused).addAll(titles);
        }
        attempt(journal, journal::unlock);
        if (e.kind() != JournalException.Kind.FULL) {
          reopen(journal);
        }
      }
    }

    private static void file(BatchWriter batch, String title, long id) {
      Stamp stamp = new Stamp(Scribe.ALICE, Instant.EPOCH, batch.nextSeq());
      TicketEvent.Filed filed = TicketRules.file(Scribe.file(title, "text"), id, stamp);
      batch.add(new Recorded(stamp, filed), Optional.empty(), Refs.NONE);
    }

    private static void expectIo(JournalException e) {
      assertThat(e.kind())
          .as(e.getMessage())
          .isIn(
              JournalException.Kind.IO,
              JournalException.Kind.FULL,
              JournalException.Kind.SYNC_FAILED);
    }

    private void check(List<String> found, String what) {
      List<String> certain = new ArrayList<>(found);
      certain.removeAll(inDoubt);
      assertThat(certain).as(what).containsExactlyElementsOf(acknowledged);
      assertThat(found).as(what).noneMatch(refused::contains);
    }
  }
}
