package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.testing.Size;

/** Several processes on one store, frozen and killed. */
class ProcessesIT {
  /** {@code -Dcycles=1000} for long. */
  private static final int CYCLES = Size.of("cycles", 16, 50);

  private static final int FILERS = 3;

  @TempDir private Path directory;

  private final List<Filer> started = new ArrayList<>();

  @AfterEach
  void killAll() throws InterruptedException {
    for (Filer filer : started) {
      filer.kill();
    }
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Journal open(SyncMode mode, Duration lockTimeout) {
    return Journal.open(new JournalSettings(store(), mode, lockTimeout));
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS", "OS"})
  void shouldKeepEveryAcknowledgedTicketWhenProcessesAreKilled(SyncMode mode) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    Filer[] filers = new Filer[FILERS];
    for (int cycle = 0; cycle < CYCLES / 2; cycle++) {
      int i = random.nextInt(FILERS);
      if (filers[i] != null) {
        assertThat(filers[i].isAlive()).as("filer in cycle %s, seed %s", cycle, seed).isTrue();
        filers[i].kill();
      }
      filers[i] = start(mode, "c" + cycle, "none", acknowledged);
      int before = acknowledged.size();
      await().until(() -> acknowledged.size() > before);
      // So that kills fall anywhere; nothing is taken for done after it.
      TimeUnit.MICROSECONDS.sleep(random.nextInt(100_000));
    }
    killAll();
    assertThat(faults(mode, acknowledged)).as("seed " + seed).isEmpty();
    assertThat(StoreCheck.run(store()).ok()).isTrue();
  }

  @Test
  void shouldFindProcessesThatDoNotLock() throws Exception {
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    for (int i = 0; i < FILERS; i++) {
      start(SyncMode.OS, "p" + i, PlantedFault.NO_LOCK.name(), acknowledged);
    }
    await()
        .until(() -> acknowledged.size() > 20_000 || started.stream().anyMatch(f -> !f.isAlive()));
    // One that found the end elsewhere than where it left it has found the fault by itself.
    boolean died = started.stream().anyMatch(filer -> !filer.isAlive());
    killAll();
    assertThat(died || !faults(SyncMode.OS, acknowledged).isEmpty()).isTrue();
  }

  /** Killed between its word and its deed, which takes as long as a force. */
  @Test
  void shouldFindProcessesThatAcknowledgeBeforeTheyPublish() {
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    String fault = PlantedFault.ACKNOWLEDGE_BEFORE_PUBLISH.name();
    await()
        .until(
            () -> {
              int before = acknowledged.size();
              Filer filer = start(SyncMode.ALWAYS, "n" + started.size(), fault, acknowledged);
              await().until(() -> acknowledged.size() > before);
              filer.kill();
              return !faults(SyncMode.ALWAYS, acknowledged).isEmpty();
            });
  }

  private Filer start(SyncMode mode, String name, String fault, Map<String, Long> acknowledged)
      throws Exception {
    Filer filer = Filer.start(store(), mode, name, fault, acknowledged);
    started.add(filer);
    return filer;
  }

  /** What the store lacks of what was promised: ids without gaps, every acknowledged title once. */
  private List<String> faults(SyncMode mode, Map<String, Long> acknowledged) {
    List<String> faults = new ArrayList<>();
    Map<String, Long> found = new HashMap<>();
    long[] expected = {1};
    try (Journal journal = open(mode, Duration.ofSeconds(10))) {
      journal.catchUp(
          Scribe.each(
              event -> {
                String title = journal.reader().title(event);
                if (event.id() != expected[0]++) {
                  faults.add("id " + event.id() + " in place of " + (expected[0] - 1));
                }
                if (found.put(title, event.id()) != null) {
                  faults.add(title + " is there twice");
                }
              }));
    } catch (JournalException e) {
      faults.add(e.getMessage());
    }
    acknowledged.forEach(
        (title, id) -> {
          if (!id.equals(found.get(title))) {
            faults.add(title + " was acknowledged as " + id + ", found " + found.get(title));
          }
        });
    return faults;
  }

  @Test
  void shouldReadAndTimeOutWhileAnotherProcessHoldsTheLock() throws Exception {
    try (Journal journal = open(SyncMode.ALWAYS, Duration.ofMillis(50))) {
      Scribe scribe = new Scribe(journal);
      scribe.append(Scribe.file("first", ""));
      Filer holder = Filer.hold(store(), SyncMode.ALWAYS);
      started.add(holder);
      holder.signal("STOP");
      assertThat(journal.tryLock()).isFalse();
      assertThatThrownBy(journal::lock)
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.LOCK_TIMEOUT))
          .hasMessageContaining(store() + ".lock");
      assertThat(journal.reader().title(journal.reader().event(journal.reader().first())))
          .isEqualTo("first");
      holder.kill();
      scribe.append(Scribe.file("second", ""));
    }
  }

  @Test
  void shouldRefuseAnotherSyncModeThanTheProcessesThatHaveItOpen() throws Exception {
    Filer holder = Filer.hold(store(), SyncMode.OS);
    started.add(holder);
    holder.kill();
    open(SyncMode.ALWAYS, Duration.ofSeconds(10)).close();
    Filer filer = start(SyncMode.OS, "p", "none", new ConcurrentHashMap<>());
    await().until(() -> Files.size(store()) > 2 * Header.BYTES);
    assertThatThrownBy(() -> open(SyncMode.ALWAYS, Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.SYNC_MODE_DIFFERS))
        .hasMessageContaining("sync = os")
        .hasMessageContaining("always");
    assertThat(filer.isAlive()).isTrue();
  }

  @Test
  void shouldShowWhatAnotherProcessPublishes() throws Exception {
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    try (Journal journal = open(SyncMode.OS, Duration.ofSeconds(10))) {
      Filer filer = start(SyncMode.OS, "p", "none", acknowledged);
      await().until(() -> acknowledged.size() > 100);
      filer.kill();
      Map<String, Long> seen = new HashMap<>();
      journal.catchUp(Scribe.each(event -> seen.put(journal.reader().title(event), event.id())));
      assertThat(seen).containsAllEntriesOf(acknowledged);
    }
  }
}
