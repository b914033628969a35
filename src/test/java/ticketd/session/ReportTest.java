package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** REPORT of what was done through the protocol, and of what was imported. */
class ReportTest {
  private static final String IMPORTED =
      "SENDTICKET {\"title\":\"a\",\"author\":\"Bob\",\"createdAt\":\"2026-01-05T10:00:00Z\","
          + "\"closedAt\":\"2026-01-07T12:00:00Z\"}";

  @Test
  void shouldCountWhatWasDone(@TempDir Path folder) {
    try (TestServer server = TestServer.start(folder)) {
      LineClient ana = server.connect("Ana");
      ana.status("SENDTICKET {\"title\":\"a\"}");
      ana.status("TAKE 1");
      ana.status("CLOSE 1");
      ana.status("RATE 1 5 4 5");
      ana.status("SENDTICKET {\"title\":\"b\"}");
      List<String> lines = ana.ask("REPORT by:author");
      assertThat(lines.get(0))
          .matches(
              " Ana: filed 2 · closed 1 · open 1 · take \\w+ \\w+ · close \\w+ \\w+"
                  + " · rating 5 4 5");
      assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("Ana", "total"));
      assertThat(lines.get(2)).isEqualTo("[OK] 1 groupe");
      assertThat(ana.ask("REPORT by:author id:9"))
          .containsExactly(
              " total: filed 0 · closed 0 · open 0 · take - - · close - - · rating - - -",
              "[OK] 0 groupe");
      assertThat(ana.ask("REPORT b").get(0)).startsWith(" total: filed 1 · closed 0 · open 1 ");
    }
  }

  @Test
  void shouldCountByTheTimesOfWhatWasImported(@TempDir Path folder) {
    try (TestServer server = TestServer.start(folder)) {
      LineClient ana = server.connect("Ana");
      assertThat(ana.outcome(IMPORTED)).isEqualTo("OK");
      ana.status("FORMAT json");
      List<Map<String, Object>> lines =
          ana.askJson("REPORT 2026-01-01..2026-01-31 by:month author:bob");
      assertThat(
              ana.askJson("REPORT 2025-12-31..2026-02-01 by:month").stream()
                  .map(it -> it.get("group")))
          .containsExactly("2025-12", "2026-01", "2026-02", Json.NULL, null);
      assertThat(lines.get(0))
          .containsEntry("group", "2026-01")
          .containsEntry("filed", 1L)
          .containsEntry("closed", 1L)
          .containsEntry("open", 0L)
          .containsEntry("takeMedian", Json.NULL)
          .containsEntry("closeMedian", 50L * 3600);
      assertThat(lines.get(1)).containsEntry("group", Json.NULL).containsEntry("filed", 1L);
      assertThat(lines.get(2)).containsEntry("count", 1L);
    }
    // Times are in the log: another process counts the same.
    try (TestServer again = TestServer.start(folder)) {
      assertThat(again.connect().ask("REPORT 2026-01-01..2026-01-31").get(0))
          .isEqualTo(
              " total: filed 1 · closed 1 · open 0 · take - - · close 2d2h 2d2h · rating - - -");
    }
  }
}
