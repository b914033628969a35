package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.StoreCheck;
import ticketd.testing.Jar;
import ticketd.testing.Processes;
import ticketd.testing.Seed;

/** Two processes write into a store and index it; one of them is killed, again and again. */
class IndexKilledIT {
  private static final int KILLS = 3;

  @TempDir Path directory;

  @Test
  void shouldLeaveAnIndexThatIsWhatTheJournalGives() throws IOException {
    Random random = Seed.random();
    Path store = directory.resolve("tickets");
    Process other = start(store);
    try {
      // The other one is first, so that the killed one is the one that makes the segments.
      await().until(() -> unfinishedOrSegments().findAny().isPresent());
      try (IndexingMain here = new IndexingMain(store, random)) {
        for (int kill = 0; kill < KILLS; kill++) {
          long enough = here.indexed() + 50 + random.nextInt(200);
          await()
              .until(
                  () -> {
                    here.file();
                    return here.indexed() > enough;
                  });
          other.destroyForcibly().onExit().join();
          awaitAll(here);
          other = start(store);
        }
        other.destroyForcibly().onExit().join();
        awaitAll(here);
        await().until(() -> unfinishedOrSegments().noneMatch(name -> name.startsWith("making")));
      }
    } finally {
      other.destroyForcibly();
    }
    try (TextCheck check = new TextCheck(store)) {
      StoreCheck.Report report = StoreCheck.run(store, check);
      assertThat(report.finding()).isEmpty();
      assertThat(report.events()).isGreaterThan(150);
      assertThat(check.findings()).isEmpty();
    }
  }

  private static Process start(Path store) throws IOException {
    return Processes.builder(
            Jar.main(IndexingMain.class, List.of("-Xmx64m"), List.of(store.toString())))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitAll(IndexingMain here) {
    here.catchUp();
    await().until(() -> here.events() - here.indexed() < IndexingMain.LEVELS.smallest());
  }

  private Stream<String> unfinishedOrSegments() throws IOException {
    Path texts = directory.resolve("tickets.text");
    if (Files.notExists(texts)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(texts)) {
      return entries.map(entry -> entry.getFileName().toString()).toList().stream();
    }
  }
}
