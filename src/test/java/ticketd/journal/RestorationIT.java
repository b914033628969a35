package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was put back to an earlier state. */
class RestorationIT {
  @TempDir private Path directory;

  private Path store() {
    return directory.resolve("store");
  }

  private Journal open() {
    return Journal.open(new JournalSettings(store(), SyncMode.ALWAYS, Duration.ofSeconds(10)));
  }

  private long written() {
    try (Journal journal = open()) {
      for (int id = 1; id <= 3; id++) {
        Scribe.fileAs(journal, id, "ticket " + id);
      }
      return journal.generation();
    }
  }

  private Restoration.Result run() {
    return Restoration.run(store(), FileAccess.system(), file -> {});
  }

  @Test
  void shouldGiveItANewGenerationEachTimeAndChangeNothingElse() throws Exception {
    long before = written();
    byte[] content = Files.readAllBytes(store());

    Restoration.Result first = run();
    Restoration.Result second = run();

    assertThat(first.before()).isEqualTo(before);
    assertThat(first.report().generation()).isGreaterThan(before);
    assertThat(second.before()).isEqualTo(first.report().generation());
    assertThat(second.report().generation()).isGreaterThan(second.before());
    assertThat(second.report())
        .isEqualTo(StoreCheck.run(store()))
        .matches(StoreCheck.Report::ok)
        .matches(report -> report.tickets() == 3);
    try (Journal journal = open()) {
      assertThat(journal.generation()).isEqualTo(second.report().generation());
    }
    byte[] now = Files.readAllBytes(store());
    assertThat(now).hasSameSizeAs(content);
    assertThat(
            Arrays.mismatch(
                now, Header.FIXED_BYTES, now.length, content, Header.FIXED_BYTES, content.length))
        .isNegative();
  }

  @Test
  void shouldHaveTheNewGenerationOnTheDiskWhenItSaysSo() throws Exception {
    written();
    SimDisk disk = SimDisk.of(store(), Files.readAllBytes(store()), "boot");
    Restoration.Result result = Restoration.run(store(), disk, file -> {});
    for (int seed = 0; seed < 20; seed++) {
      SimDisk image = disk.afterPowerLoss(new Random(seed), SimDisk.SECTOR);
      assertThat(StoreCheck.run(store(), image).generation())
          .isEqualTo(result.report().generation());
    }
  }

  @Test
  void shouldLeaveADamagedStoreAsItIs() throws Exception {
    written();
    byte[] content = Files.readAllBytes(store());
    content[Header.BYTES + 40] ^= 1;
    Files.write(store(), content);

    assertThat(run().report().ok()).isFalse();
    assertThat(Files.readAllBytes(store())).isEqualTo(content);
  }

  @Test
  void shouldRefuseAFileThatIsNoStoreOrIsNotThere() throws Exception {
    assertThat(catchThrowableOfType(JournalException.class, this::run))
        .hasMessageContaining(store() + ": does not exist");
    assertThat(directory).isEmptyDirectory();
    Files.writeString(store(), "notes".repeat(100));
    assertThat(catchThrowableOfType(JournalException.class, this::run).kind())
        .isEqualTo(JournalException.Kind.NOT_A_STORE);
    assertThat(store()).hasContent("notes".repeat(100));
    Files.write(store(), new byte[0]);
    assertThat(run().report().refusal()).contains(JournalException.Kind.NOT_A_STORE);
    assertThat(store()).isEmptyFile();
  }

  /** As if whoever has it open were of version 1.0, which locks the lock file alone. */
  private Restoration.Result runBlind() {
    FileAccess blind =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public boolean tryLock(long position, long length, boolean shared)
                  throws IOException {
                return path.equals(store()) || super.tryLock(position, length, shared);
              }
            };
          }
        };
    return Restoration.run(store(), blind, file -> {});
  }

  @Test
  void shouldRefuseAStoreThatAnybodyHasOpenUnderWhicheverName() throws Exception {
    written();
    Path other = directory.resolve("other");
    Files.createLink(other, store());
    byte[] header = Arrays.copyOf(Files.readAllBytes(store()), Header.FIXED_BYTES);
    try (Journal journal = open()) {
      assertThat(catchThrowableOfType(JournalException.class, this::run).kind())
          .isEqualTo(JournalException.Kind.ALREADY_OPEN);
      assertThat(journal.generation()).isPositive();
    }
    for (Path name : new Path[] {store(), other}) {
      // It files on and on, and so holds the lock for moments only.
      Map<String, Long> acknowledged = new ConcurrentHashMap<>();
      Filer filer = Filer.start(name, SyncMode.OS, "f", "none", acknowledged);
      try {
        await().until(() -> !acknowledged.isEmpty());
        JournalException refusal = catchThrowableOfType(JournalException.class, this::run);
        assertThat(refusal.kind()).isEqualTo(JournalException.Kind.OPEN_ELSEWHERE);
        assertThat(refusal).hasMessageContaining(store() + ": ");
        if (name.equals(store())) {
          assertThat(catchThrowableOfType(JournalException.class, this::runBlind).kind())
              .isEqualTo(JournalException.Kind.OPEN_ELSEWHERE);
        }
      } finally {
        filer.kill();
      }
      assertThat(Files.readAllBytes(store())).startsWith(header);
      try (Journal journal = open()) {
        assertThat(journal.generation()).isPositive();
      }
    }
    assertThat(run().report().ok()).isTrue();
  }
}
