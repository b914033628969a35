package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Processes;

/** One store under two names: each has a lock file, so who goes by one does not see the others. */
class TwoNamesIT {
  @TempDir private Path directory;

  private final List<Filer> started = new ArrayList<>();
  private Path store;
  private Path other;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
    other = directory.resolve("other");
  }

  @AfterEach
  void killAll() throws InterruptedException {
    for (Filer filer : started) {
      filer.kill();
    }
  }

  private static Journal open(Path path) {
    return Journal.open(new JournalSettings(path, SyncMode.OS, Duration.ofSeconds(10)));
  }

  private Filer hold(List<String> behind, Path path) throws IOException {
    Filer holder = Filer.hold(behind, path, SyncMode.OS);
    started.add(holder);
    return holder;
  }

  private static void assertRefused(Path path, JournalException.Kind kind) {
    JournalException refusal =
        catchThrowableOfType(JournalException.class, () -> open(path).close());
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    assertThat(refusal).hasMessageContaining(path + ": ");
  }

  /** By a process of its own; whether it got as far as to have the store open. */
  private static boolean opensElsewhere(Path path) throws Exception {
    String said =
        Processes.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpenerMain.class.getName(),
                path.toString())
            .strip();
    assertThat(said).isIn("open", "OTHER_NAME");
    return said.equals("open");
  }

  @Test
  void shouldRefuseAStoreThatIsOpenUnderAnotherNameWhateverWasFirst() throws Exception {
    open(store).close();
    Files.createLink(other, store);
    Filer holder = hold(List.of(), store);
    Path later = Files.createLink(directory.resolve("later"), store);

    assertRefused(other, JournalException.Kind.OTHER_NAME);
    assertRefused(later, JournalException.Kind.OTHER_NAME);
    // A process that is stopped has it open all the same.
    holder.signal("STOP");
    assertRefused(other, JournalException.Kind.OTHER_NAME);
    holder.kill();
    open(other).close();
    open(store).close();
  }

  @Test
  void shouldRefuseAnEmptyFileThatIsOpenUnderAnotherName() throws Exception {
    Files.createLink(other, Files.createFile(store));
    hold(List.of(), store);

    assertRefused(other, JournalException.Kind.OTHER_NAME);
  }

  @Test
  void shouldBeRefusedAlsoAfterTheStoreWasOpenedAgain() throws Exception {
    try (Journal journal = open(store)) {
      Scribe.fileAs(journal, 1, "first");
      Files.createLink(other, store);
      assertThat(opensElsewhere(other)).isFalse();

      journal.reopen();

      assertThat(opensElsewhere(other)).isFalse();
      assertThat(opensElsewhere(store)).isTrue();
      Scribe.fileAs(journal, 2, "second");
    }
    assertThat(opensElsewhere(other)).isTrue();
  }

  @Test
  void shouldNotForgetTheOthersWhenThisProcessTriesAnotherName() throws Exception {
    try (Journal journal = open(store)) {
      Scribe.fileAs(journal, 1, "first");
      Files.createLink(other, store);

      assertRefused(other, JournalException.Kind.ALREADY_OPEN);

      assertThat(opensElsewhere(other)).isFalse();
    }
  }

  @Test
  void shouldRefuseAStoreWhoseLockFileWasReplacedUnderItsServer() throws Exception {
    try (Journal journal = open(store)) {
      Scribe.fileAs(journal, 1, "first");
      Files.move(
          Files.createFile(directory.resolve("new")),
          directory.resolve("store.lock"),
          StandardCopyOption.REPLACE_EXISTING);

      assertThat(opensElsewhere(store)).isFalse();
      assertThat(catchThrowableOfType(JournalException.class, journal::tryLock).kind())
          .isEqualTo(JournalException.Kind.REPLACED);
    } catch (JournalException e) {
      // Of closing it, which is refused as well.
      assertThat(e.kind()).isEqualTo(JournalException.Kind.REPLACED);
    }
  }

  @Test
  void shouldShareAStoreThatIsReachedByALinkToItsDirectory() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path linked = Files.createSymbolicLink(directory.resolve("linked"), real).resolve("store");
    try (Journal journal = open(linked)) {
      Scribe.fileAs(journal, 1, "first");

      assertThat(opensElsewhere(real.resolve("store"))).isTrue();
    }
  }

  @Test
  void shouldRefuseAFileThatIsMountedByItselfElsewhere() throws Exception {
    open(store).close();
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Path mounted = Files.createFile(inside.resolve("store"));
    hold(behindMount(store, mounted), mounted);

    assertRefused(store, JournalException.Kind.OTHER_NAME);
    assertThat(mounted).as("mounted for the other process only").isEmptyFile();
  }

  @Test
  void shouldShareAStoreWhoseDirectoryIsMountedElsewhere() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path inside = Files.createDirectory(directory.resolve("inside"));
    try (Journal journal = open(real.resolve("store"))) {
      hold(behindMount(real, inside), inside.resolve("store"));

      assertThat(journal.tryLock()).as("the other process has the lock").isFalse();
    }
  }

  /** What runs a command that sees {@code from} at {@code to}, by itself; skips without it. */
  private static List<String> behindMount(Path from, Path to) throws Exception {
    String mount = "mount --bind '" + from + "' '" + to + "' && exec \"$0\" \"$@\"";
    StringBuilder said = new StringBuilder();
    // With a namespace of users too, where one need not be root.
    for (String namespaces : List.of("-m", "-rm")) {
      List<String> behind = List.of("unshare", namespaces, "sh", "-c", mount);
      List<String> trial = new ArrayList<>(behind);
      trial.add("true");
      Process process = Processes.builder(trial).redirectErrorStream(true).start();
      said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      if (process.waitFor() == 0) {
        return behind;
      }
    }
    System.err.println("TwoNamesIT: skipped, no mount namespace here: " + said);
    return Assumptions.abort("no mount namespace: " + said);
  }
}
