package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/** LIST while its tickets change. */
class ListRaceTest {
  private static final int TICKETS = 2_000;
  private static final int LISTS = Size.of("lists", 20, 60);
  private static final int AT_ONCE = 10;

  @TempDir Path folder;

  /** Tickets with odd numbers stay as they are; the others go open, closed, open … */
  @Test
  void shouldListEachTicketOnceAsItStandsAtSomeMoment() throws Exception {
    Random random = new Random(Seed.next());
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AtomicBoolean enough = new AtomicBoolean();
    try (TestServer server = TestServer.start(folder)) {
      LineClient filer = server.connect("Ana");
      file(filer, TICKETS);
      LineClient changer = server.connect("Bob");
      Future<?> changing = threads.submit(() -> toggle(changer, random, enough));
      LineClient reader = server.connect();
      reader.status("FORMAT json");
      for (int filed = TICKETS; filed < TICKETS + LISTS * AT_ONCE; filed += AT_ONCE) {
        sendFilings(filer, AT_ONCE);
        List<Long> all = ids(rows(reader.askJson("LIST id:1000..")));
        int last = all.size() + 999;
        assertThat(last).isBetween(filed, filed + AT_ONCE);
        assertThat(all).isEqualTo(LongStream.rangeClosed(1_000, last).boxed().toList());
        List<Map<String, Object>> open = rows(reader.askJson("LIST status:open id:.." + TICKETS));
        assertThat(ids(open)).isSorted().doesNotHaveDuplicates();
        assertThat(open).allSatisfy(row -> assertThat(row).containsEntry("status", "open"));
        assertThat(ids(open).stream().filter(id -> id % 2 == 1)).hasSize(TICKETS / 2);
        checkSorted(rows(reader.askJson("LIST status:closed sort:-updated limit:500")));
        takeReplies(filer, AT_ONCE);
      }
      enough.set(true);
      changing.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void checkSorted(List<Map<String, Object>> closed) {
    List<Long> seqs = closed.stream().map(row -> -Json.number(row, "seq")).toList();
    assertThat(seqs).isSorted();
    assertThat(closed).allSatisfy(row -> assertThat(row).containsEntry("status", "closed"));
  }

  private static void file(LineClient client, int count) {
    sendFilings(client, count);
    takeReplies(client, count);
  }

  private static void sendFilings(LineClient client, int count) {
    client.send(Collections.nCopies(count, "SENDTICKET {\"title\":\"a\"}").toArray(String[]::new));
  }

  private static void takeReplies(LineClient client, int count) {
    for (int i = 0; i < count; i++) {
      client.reply();
    }
  }

  private static void toggle(LineClient client, Random random, AtomicBoolean enough) {
    while (!enough.get()) {
      int id = 2 * (1 + random.nextInt(TICKETS / 2));
      client.send("CLOSE " + id, "REOPEN " + id, "CLOSE " + id);
      takeReplies(client, 3);
    }
  }

  private static List<Map<String, Object>> rows(List<Map<String, Object>> reply) {
    List<Map<String, Object>> rows = reply.subList(0, reply.size() - 1);
    assertThat(reply.get(rows.size())).containsEntry("count", (long) rows.size());
    return rows;
  }

  private static List<Long> ids(List<Map<String, Object>> rows) {
    return rows.stream().map(row -> Json.number(row, "id")).toList();
  }
}
