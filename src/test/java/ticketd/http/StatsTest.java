package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Json;

class StatsTest {
  @TempDir Path directory;

  @Test
  void shouldShowTheDeskInFigures() {
    try (LocalDoor door = new LocalDoor(directory)) {
      door.post("/api/v1/tickets", "a");
      assertThat(door.get("/api/v1/stats").json())
          .containsEntry("tickets", 1L)
          .containsEntry("inProgress", 0L)
          .containsEntry("sync", "os")
          .containsEntry("connections", 0L)
          .containsEntry("uptimeSeconds", 7L)
          .containsEntry("searchBehind", 1L)
          .hasSize(14);
    }
  }

  private static void assertCounted(Map<String, Object> series, int days) {
    for (String name : List.of("filed", "closed", "reopened", "open")) {
      assertThat((List<?>) series.get(name)).hasSize(days * 24);
    }
    // The hour may have ended meanwhile.
    assertThat(sum(series, "filed")).isEqualTo(3);
    assertThat(sum(series, "closed")).isEqualTo(2);
    assertThat(sum(series, "reopened")).isEqualTo(1);
    List<?> open = (List<?>) Json.value(series, "open");
    assertThat(open.get(open.size() - 1)).isEqualTo(2L);
    assertThat(open.get(0)).isEqualTo(0L);
  }

  private static long sum(Map<String, Object> series, String name) {
    return ((List<?>) Json.value(series, name)).stream().mapToLong(count -> (Long) count).sum();
  }

  @Test
  void shouldCountByTheHourLiveAndAfterARestart() {
    try (LocalDoor door = new LocalDoor(directory)) {
      for (String title : List.of("a", "b", "c")) {
        door.post("/api/v1/tickets", title);
      }
      door.post("/api/v1/tickets/1/close", "");
      door.ask("PATCH", "/api/v1/tickets/2", "{\"status\":\"closed\"}");
      door.ask("PUT", "/api/v1/tickets/2/status", "open");
      door.post("/api/v1/tickets/3/comments", "x");
      Map<String, Object> series = door.get("/api/v1/stats/series?days=2").json();
      assertCounted(series, 2);
      Instant now = Instant.now();
      assertThat(Instant.parse(Json.value(series, "from").toString()))
          .isEqualTo(
              Instant.parse(Json.value(series, "from").toString()).truncatedTo(ChronoUnit.HOURS))
          .isBetween(now.minus(49, ChronoUnit.HOURS), now.minus(46, ChronoUnit.HOURS));
      assertThat(series).containsEntry("hours", 48L);
      assertCounted(door.get("/api/v1/stats/series").json(), 7);
    }
    try (LocalDoor door = new LocalDoor(directory)) {
      assertCounted(door.get("/api/v1/stats/series?days=366").json(), 366);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"days=0", "days=367", "days=x", "days=", "day=1", "days=1&days=2"})
  void shouldRefuseDaysThatAreNone(String query) {
    try (LocalDoor door = new LocalDoor(directory)) {
      assertThat(door.get("/api/v1/stats/series?" + query).status()).isEqualTo(400);
    }
  }
}
