package ticketd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ClientJar.Ran;
import ticketd.testing.Jar;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Processes;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/** {@code ticket import} of the desk's own export, killed in between and begun again. */
class ImportIT {
  /** Two batches: it reads the third before it looks for the second one's answers. */
  private static final int FIRST = 2_000;

  @TempDir Path folder;

  /** As {@code ticket export} writes a ticket, every fourth with a comment. */
  private static String exported(int id) {
    String comment =
        "{\"n\":1,\"author\":\"Bob\",\"text\":\"seen "
            + id
            + "\",\"createdAt\":\"2026-03-01T10:00:00.000Z\"}";
    return "{\"id\":"
        + id
        + ",\"title\":\"t"
        + id
        + "\",\"author\":\"Ana\",\"status\":\""
        + (id % 3 == 0 ? "waiting" : "open")
        + "\",\"resolution\":null,\"priority\":\"high\",\"assignee\":null,\"tags\":[\"x\"],"
        + "\"createdAt\":\"2026-02-01T10:00:00.000Z\",\"updatedAt\":\"2026-03-01T10:00:00.000Z\","
        + "\"version\":2,\"seq\":7,\"due\":null,\"rating\":null,\"escalated\":false,"
        + "\"closedAt\":null,\"description\":\"d\",\"comments\":["
        + (id % 4 == 0 ? comment : "")
        + "],\"commentCount\":1,\"notes\":[],\"noteCount\":0,\"links\":["
        + (id % 10 == 0 ? "{\"type\":\"relates\",\"id\":" + (id - 1) + "}" : "")
        + "]}\n";
  }

  private static String exported(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(ImportIT::exported)
        .collect(Collectors.joining());
  }

  @Test
  void shouldHaveEachTicketOnceWhereItWasKilledAndBegunAgain() throws Exception {
    int tickets = Size.of("tickets", 3_000, 100_000);
    Path file = folder.resolve("export.ndjson");
    Files.writeString(file, exported(1, tickets));
    try (TestServer server = TestServer.start(folder)) {
      LineClient reader = server.connect("Ana");
      reader.status("FORMAT json");
      String address = "127.0.0.1:" + server.port();
      Process killed =
          Processes.builder(
                  Jar.client("import", "-", "--source", "old", "--server", address, "--as", "Ana"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("killed").toFile())
              .start();
      try (OutputStream input = killed.getOutputStream()) {
        // Too little for the third, and no end: it is at work until it is killed.
        input.write(exported(1, FIRST + 200).getBytes(StandardCharsets.UTF_8));
        input.flush();
        await()
            .until(
                () -> !killed.isAlive() || Json.number(reader.statusJson("STATS"), "tickets") > 0);
        assertThat(killed.isAlive()).isTrue();
        killed.destroyForcibly().waitFor();
      }
      Ran again =
          new ClientJar(folder)
              .run(
                  "",
                  "import",
                  file.toString(),
                  "--source",
                  "old",
                  "--server",
                  address,
                  "--as",
                  "Ana",
                  "--json");
      assertThat(again.output()).as(again.errors().toString()).hasSize(1);
      Map<String, Object> report = Json.object(again.output().get(0));
      long skipped = Json.number(report, "skipped");
      assertThat(skipped).isBetween(1L, (long) FIRST);
      assertThat(report)
          .containsEntry("imported", tickets - skipped)
          .containsEntry("left", List.of());

      List<Map<String, Object>> rows = reader.askJson("LIST");
      assertThat(rows).hasSize(tickets + 1);
      for (Map<String, Object> row : rows.subList(0, tickets)) {
        int number = Integer.parseInt(Json.value(row, "title").toString().substring(1));
        assertThat(row)
            .containsEntry("id", (long) number)
            .containsEntry("status", number % 3 == 0 ? "waiting" : "open")
            .containsEntry("comments", number % 4 == 0 ? 1L : 0L);
      }
      assertThat(reader.askJson("SHOW 20").get(0))
          .containsEntry("links", List.of(Map.of("type", "relates", "id", 19L)));
    }
  }
}
