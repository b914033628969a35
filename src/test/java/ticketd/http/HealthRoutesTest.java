package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.OneHost;
import ticketd.journal.SyncMode;
import ticketd.journal.Turn;
import ticketd.testing.HandClock;
import ticketd.testing.Mount;
import ticketd.testing.QuietLog;

class HealthRoutesTest {
  @TempDir Path folder;

  private static LocalDoor.Reply ready(LocalDoor door) {
    return door.askAs("", "GET", "/health/ready", "");
  }

  @Test
  void shouldBeReadyAsLongAsChangesAreStored() {
    OneHost files = new OneHost();
    try (LocalDoor door = new LocalDoor(folder, files, new QuietLog());
        FileLog other =
            FileLog.open(
                new JournalSettings(folder.resolve("tickets"), SyncMode.OS, Duration.ofSeconds(30)),
                files)) {
      assertThat(ready(door).status()).isEqualTo(200);
      try (Turn held = other.turn()) {
        assertThat(held.waits()).isFalse();
        LocalDoor.Reply reply = ready(door);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json()).containsEntry("code", "unavailable");
        assertThat(reply.header("Retry-After")).contains("1");
        assertThat(door.askAs("", "GET", "/health/live", "").status()).isEqualTo(200);
        assertThat(door.post("/api/v1/tickets", "Disk full").status()).isEqualTo(503);
      }
      await().untilAsserted(() -> assertThat(ready(door).status()).isEqualTo(200));
      assertThat(door.post("/api/v1/tickets", "Disk full").status()).isEqualTo(201);
    }
  }

  @Test
  void shouldNotBeReadyWhileTheDiskIsFull() {
    HandClock clock = new HandClock(Instant.EPOCH);
    try (Mount mount = Mount.ofBytes(folder.resolve("mount"), 1 << 20);
        LocalDoor door =
            new LocalDoor(mount.resolve(""), FileAccess.system(), new QuietLog(), clock)) {
      String text = "Disk full\n\n" + "x".repeat(30_000);
      LocalDoor.Reply filed = door.post("/api/v1/tickets", text);
      while (filed.status() == 201) {
        filed = door.post("/api/v1/tickets", text);
      }
      assertThat(filed.status()).isEqualTo(507);
      assertThat(ready(door).status()).isEqualTo(503);
      mount.resize(8 << 20);
      // Only a change finds that out; as long as none comes, the refusal is old after a while.
      clock.pass(Duration.ofSeconds(5));
      await().untilAsserted(() -> assertThat(ready(door).status()).isEqualTo(200));
      assertThat(door.post("/api/v1/tickets", text).status()).isEqualTo(201);
    }
  }

  @Test
  void shouldNotBeReadyOnceTheServerEnds() {
    try (LocalDoor door = new LocalDoor(folder)) {
      assertThat(ready(door).status()).isEqualTo(200);
      door.drain();
      assertThat(ready(door).status()).isEqualTo(503);
      assertThat(ready(door).json()).containsEntry("code", "shutting-down");
      assertThat(door.askAs("", "GET", "/health/live", "").status()).isEqualTo(200);
    }
  }

  @Test
  void shouldTakeNoPersonIntoAccount() {
    try (LocalDoor door = new LocalDoor(folder)) {
      assertThat(door.askAs("me", "GET", "/health/live", "").status()).isEqualTo(200);
      assertThat(door.askAs("me", "GET", "/api/v1/stats", "").status()).isEqualTo(400);
    }
  }
}
