package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Processes;

/** A store that processes write to, read by another program and copied. */
class StoreFormatIT {
  @TempDir private Path directory;

  @Test
  void shouldBeReadableAndCopiedWhileProcessesWriteToIt() throws Exception {
    Path store = directory.resolve("store");
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    List<Filer> filers = new ArrayList<>();
    try {
      for (String name : List.of("one", "two")) {
        filers.add(Filer.start(store, SyncMode.ALWAYS, name, "none", acknowledged));
      }
      for (int round = 0; round < 3; round++) {
        int before = acknowledged.size();
        await().until(() -> acknowledged.size() > before + 50);
        Map<String, Long> certain = Map.copyOf(acknowledged);
        Path copy = directory.resolve("copy" + round);
        Processes.run("cp", store.toString(), copy.toString());
        assertHolds(PythonReader.listed(store), certain);
        assertThat(StoreCheck.run(store)).matches(StoreCheck.Report::ok);
        assertThat(StoreCheck.run(copy)).matches(StoreCheck.Report::ok);
        Journal.open(new JournalSettings(copy, SyncMode.ALWAYS, Duration.ofSeconds(5))).close();
        assertHolds(PythonReader.listed(copy), certain);
      }
    } finally {
      for (Filer filer : filers) {
        filer.kill();
      }
    }
  }

  /** Every ticket that was acknowledged before, and no gap. */
  private static void assertHolds(List<String> lines, Map<String, Long> certain) {
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith(i + 1 + "\topen\tAlice\t-\t\t");
    }
    certain.forEach((title, id) -> assertThat(lines.get((int) (id - 1))).endsWith("\t" + title));
  }
}
