package ticketd.http;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.desk.UnreadableException;
import ticketd.http.LocalDoor.Reply;
import ticketd.testing.Json;
import ticketd.testing.Waiting;

class TicketReadsTest {
  private static final String TICKETS = "/api/v1/tickets";
  private static final String NDJSON = "application/x-ndjson";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  @TempDir Path directory;
  private LocalDoor door;

  @BeforeEach
  void open() {
    door = new LocalDoor(directory);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void file(int from, int to) {
    for (int first = from; first <= to; first += 256) {
      String items =
          IntStream.rangeClosed(first, Math.min(to, first + 255))
              .mapToObj(i -> "{\"verb\":\"SENDTICKET\",\"title\":\"t" + i + "\"}")
              .collect(Collectors.joining(",", "[", "]"));
      assertThat(door.post("/api/v1/batch", items).status()).isEqualTo(200);
    }
  }

  private static List<Long> ids(Reply reply) {
    return Json.objects(reply.json(), "tickets").stream()
        .map(ticket -> Json.number(ticket, "id"))
        .toList();
  }

  // LIST

  @Test
  void shouldListAPageWithThePlaceToWatchFrom() {
    file(1, 60);
    Reply page = door.get(TICKETS);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("application/json");
    assertThat(ids(page)).hasSize(50).startsWith(1L, 2L).endsWith(50L);
    assertThat(page.json()).containsEntry("count", 50L);
    Map<String, Object> stats = door.get("/api/v1/stats").json();
    assertThat(page.json())
        .containsEntry("position", stats.get("generation") + "/" + stats.get("events"));
    assertThat(Json.objects(page.json(), "tickets").get(0))
        .containsEntry("title", "t1")
        .containsEntry("comments", 0L)
        .hasSize(17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                        | 50
          ?q=limit:7                                | 7
          ?q=sort:-id+limit:20                      | 20
          ?q=author:%22ana%22+-tag:x+limit:30+after:3 | 30
          ?q=t1+limit:4                             | 4
          """)
  void shouldLeadThroughAllPages(String query, int size) {
    file(1, 123);
    List<Long> found = new ArrayList<>();
    Optional<String> target = Optional.of(TICKETS + query);
    while (target.isPresent()) {
      Reply page = door.get(target.get());
      assertThat(page.status()).isEqualTo(200);
      List<Long> ids = ids(page);
      found.addAll(ids);
      target = page.header("Link").map(NEXT::matcher).filter(Matcher::matches).map(m -> m.group(1));
      assertThat(ids)
          .hasSizeLessThanOrEqualTo(size)
          .hasSize(target.isPresent() ? size : ids.size());
    }
    Reply all = door.get(TICKETS + query.replaceAll("\\+?limit:\\d+", ""), "Accept", NDJSON);
    assertThat(found)
        .isEqualTo(all.body().lines().map(line -> Json.number(Json.object(line), "id")).toList())
        .hasSizeGreaterThan(size);
  }

  @Test
  void shouldShowLinksFromBothSidesInRows() {
    file(1, 3);
    door.post(TICKETS + "/1/links", "{\"type\":\"blocks\",\"id\":3}");
    door.post(TICKETS + "/2/close", "{\"duplicateOf\":1}");
    List<Object> links =
        door.get(TICKETS, "Accept", NDJSON)
            .body()
            .lines()
            .map(line -> Json.value(Json.object(line), "links"))
            .toList();
    assertThat(links)
        .containsExactly(
            List.of(Map.of("type", "blocks", "id", 3L), Map.of("type", "duplicated-by", "id", 2L)),
            List.of(Map.of("type", "duplicates", "id", 1L)),
            List.of(Map.of("type", "blocked-by", "id", 1L)));
    for (long id = 1; id <= 3; id++) {
      assertThat(Json.value(door.get(TICKETS + "/" + id).json(), "links"))
          .isEqualTo(links.get((int) id - 1));
    }
  }

  @Test
  void shouldKnowNoNextPageWhereThereIsNone() {
    file(1, 5);
    assertThat(door.get(TICKETS + "?q=limit:5").header("Link")).isEmpty();
    assertThat(door.get(TICKETS + "?q=limit:4").header("Link"))
        .contains("</api/v1/tickets?q=limit%3A4+after%3A4>; rel=\"next\"");
    assertThat(door.get(TICKETS + "?q=limit:4+sort:-updated").header("Link")).isEmpty();
    assertThat(ids(door.get(TICKETS + "?q=sort:-updated"))).hasSize(5).startsWith(5L);
  }

  @Test
  void shouldListAThousandAtMostAsJson() {
    file(1, 1001);
    assertThat(ids(door.get(TICKETS + "?q=limit:1000"))).hasSize(1000);
    Reply refused = door.get(TICKETS + "?q=limit:1001");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Json.value(refused.json(), "detail").toString()).contains("1000").contains(NDJSON);
    assertThat(door.get(TICKETS + "?q=limit:1001", "Accept", NDJSON).body().lines()).hasSize(1001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                       | application/json
          text/html                              | application/json
          */*                                    | application/json
          application/x-ndjson                   | application/x-ndjson
          text/csv;q=0.5, text/plain;q=0.4       | text/csv; charset=UTF-8
          text/plain                             | text/plain; charset=UTF-8
          text/csv;q=0.2, application/json;q=0.1 | text/csv; charset=UTF-8
          text/csv;q=0                           | application/json
          """)
  void shouldTakeTheFormThatIsLikedBest(String accept, String type) {
    file(1, 1);
    Reply listed = door.get(TICKETS, "Accept", accept);
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.type()).isEqualTo(type);
  }

  @Test
  void shouldWriteCsvThatNoSpreadsheetActsOn() {
    door.post(TICKETS + "?tags=a,b&priority=high", "=1+1, \"quoted\"");
    door.post(TICKETS, "-x");
    door.post(TICKETS, "a, b");
    door.post(TICKETS + "?assignee=Bob", "say \"x\"");
    door.post(TICKETS, "a=b @c +d");
    List<String> rows = List.of(door.get(TICKETS, "Accept", "text/csv").body().split("\r\n", -1));
    assertThat(rows.get(0))
        .isEqualTo(
            "id,title,author,status,resolution,priority,assignee,tags,createdAt,updatedAt,version,seq,comments,due,rating,escalated,closedAt");
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    assertThat(rows.get(1))
        .matches(
            "1,\"'=1\\+1, \"\"quoted\"\"\",ana,open,,high,,a b,"
                + time
                + ","
                + time
                + ",1,1,0,,,false,");
    assertThat(rows.get(2)).startsWith("2,'-x,ana,");
    assertThat(rows.get(3)).startsWith("3,\"a, b\",ana,");
    assertThat(rows.get(4)).startsWith("4,\"say \"\"x\"\"\",ana,open,,normal,Bob,,");
    assertThat(rows.get(5)).startsWith("5,a=b @c +d,ana,");
    assertThat(rows).hasSize(7).endsWith("");
  }

  @Test
  void shouldWriteTheLinesOfList() {
    door.post(TICKETS + "?priority=high", "Disk full");
    assertThat(door.get(TICKETS, "Accept", "text/plain").body())
        .matches("#1 \\[ana] Disk full - \\d{4}-\\d\\d-\\d\\d · high\n");
    assertThat(door.get(TICKETS, "Accept", "text/plain", "Accept-Language", "fr").body())
        .matches("#1 \\[ana] Disk full - \\d\\d/\\d\\d/\\d{4} · high\n");
  }

  @ParameterizedTest
  @CsvSource({
    "q=colour:red, 400, bad-request",
    "q=limit:0, 400, bad-request",
    "q=assignee:me, 401, not-identified",
    "q=a%0Ab, 422, bad-text",
    "query=a, 400, bad-request",
    "q=a&q=b, 400, bad-request"
  })
  void shouldRefuseAQueryThatIsNone(String query, int status, String code) {
    for (String accept : List.of("application/json", NDJSON)) {
      Reply refused = door.askAs("", "GET", TICKETS + "?" + query, "", "Accept", accept);
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.json()).containsEntry("code", code);
    }
  }

  @Test
  void shouldStreamAsFastAsItIsTaken() throws Exception {
    file(1, 3000);
    HttpResponse begun = door.begin("ana", "GET", TICKETS, "", "Accept", NDJSON);
    assertThat(begun.entity().isChunked()).isTrue();
    SinkQueueWithCancel<ByteString> queue =
        begun
            .entity()
            .getDataBytes()
            .runWith(
                Sink.<ByteString>queue().withAttributes(Attributes.inputBuffer(1, 1)),
                door.system());
    StringBuilder all = new StringBuilder();
    // What is filed once the stream has begun is none of it: the last id is fixed.
    file(3001, 3001);
    for (Optional<ByteString> next = pull(queue); next.isPresent(); next = pull(queue)) {
      assertThat(next.get().size()).isLessThan(70_000);
      all.append(next.get().utf8String());
    }
    assertThat(all.toString().lines().map(line -> Json.number(Json.object(line), "id")))
        .hasSize(3000)
        .doesNotHaveDuplicates();
  }

  /** A row is not held back until more of them make a block. */
  @Test
  void shouldCompressAStreamPartByPart() throws Exception {
    file(1, 3000);
    HttpResponse begun =
        door.begin("ana", "GET", TICKETS, "", "Accept", NDJSON, "Accept-Encoding", "gzip");
    assertThat(begun.entity().isChunked()).isTrue();
    assertThat(Heads.value(begun, "content-encoding")).contains("gzip");
    assertThat(Heads.value(begun, "vary")).contains("Accept-Encoding");
    SinkQueueWithCancel<ByteString> queue =
        begun
            .entity()
            .getDataBytes()
            .runWith(
                Sink.<ByteString>queue().withAttributes(Attributes.inputBuffer(1, 1)),
                door.system());
    String plain = door.get(TICKETS, "Accept", NDJSON).body();
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    int parts = 0;
    for (Optional<ByteString> next = pull(queue); next.isPresent(); next = pull(queue)) {
      coded.writeBytes(next.get().toArray());
      if (++parts == 2) {
        // Behind the header: what can be told by now are the first rows, none of them in part.
        assertThat(unzipped(coded.toByteArray()))
            .endsWith("}\n")
            .hasSizeBetween(10_000, plain.length() / 2);
      }
    }
    assertThat(coded.size()).isLessThan(plain.length() / 4);
    assertThat(unzipped(coded.toByteArray())).isEqualTo(plain);
  }

  /** As much of it as its bytes tell. */
  private static String unzipped(byte[] coded) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        plain.write(b);
      }
    } catch (EOFException e) {
      // The end is still to come.
      return plain.toString(StandardCharsets.UTF_8);
    }
    return plain.toString(StandardCharsets.UTF_8);
  }

  private static Optional<ByteString> pull(SinkQueueWithCancel<ByteString> queue) throws Exception {
    return queue.pull().toCompletableFuture().get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  // SHOW

  @Test
  void shouldShowATicketOnceUntilItChanges() {
    file(1, 1);
    Reply shown = door.get(TICKETS + "/1");
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.header("ETag")).contains("\"1\"");
    assertThat(shown.header("Cache-Control")).contains("no-cache");
    assertThat(shown.json()).containsEntry("description", "").containsEntry("commentCount", 0L);
    for (String held : List.of("\"1\"", "W/\"1\"", "*", "\"7\", \"1\"")) {
      Reply same = door.get(TICKETS + "/1", "If-None-Match", held);
      assertThat(same.status()).as(held).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.header("ETag")).contains("\"1\"");
    }
    assertThat(door.get(TICKETS + "/1", "If-None-Match", "\"2\"").status()).isEqualTo(200);
    door.post(TICKETS + "/1/comments", "x");
    assertThat(door.get(TICKETS + "/1", "If-None-Match", "\"1\"").header("ETag")).contains("\"2\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/9, 404, not-found",
    "/0, 400, bad-request",
    "/x, 400, bad-request",
    "/1?a=b, 400, bad-request",
    "/9/history, 404, not-found",
    "/1/history?after=x, 400, bad-request",
    "/1/history?limit=0, 400, bad-request",
    "/1/history?since=1, 400, bad-request"
  })
  void shouldRefuseATicketThatIsNone(String path, int status, String code) {
    file(1, 1);
    Reply refused = door.get(TICKETS + path);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json()).containsEntry("code", code);
  }

  // HISTORY

  @Test
  void shouldTellAHistory() {
    file(1, 1);
    door.post(TICKETS + "/1/comments", "x");
    door.post(TICKETS + "/1/close", "");
    Map<String, Object> all = door.get(TICKETS + "/1/history").json();
    assertThat(all).containsEntry("count", 3L).hasSize(2);
    assertThat(Json.objects(all, "events"))
        .extracting(event -> event.get("event"))
        .containsExactly("filed", "commented", "closed");
    assertThat(Json.objects(all, "events").get(0)).doesNotContainKey("matches");
    Map<String, Object> some = door.get(TICKETS + "/1/history?after=1&limit=1").json();
    assertThat(some).containsEntry("count", 1L);
    assertThat(Json.objects(some, "events").get(0)).containsEntry("comment", "x");
    assertThat(door.get(TICKETS + "/1/history?after=99").json())
        .isEqualTo(Map.of("events", List.of(), "count", 0L));
  }

  @Test
  void shouldStreamALongHistory() {
    file(1, 1);
    String text = "y".repeat(30_000);
    for (int i = 0; i < 20; i++) {
      door.post(TICKETS + "/1/comments", text);
    }
    Reply told = door.get(TICKETS + "/1/history");
    assertThat(told.head().entity().isChunked()).isTrue();
    assertThat(told.json()).containsEntry("count", 21L);
  }

  // Damage

  private void damage(long at) throws IOException {
    try (FileChannel store = FileChannel.open(directory.resolve("tickets"), WRITE)) {
      store.write(ByteBuffer.wrap(new byte[64]), at);
    }
  }

  @Test
  void shouldAnswerUnavailableWhereNothingCanBeRead() throws IOException {
    file(1, 3000);
    damage(5000);
    for (String accept : List.of("application/json", "text/csv", NDJSON)) {
      // None is without it, and every ticket is read for that, whatever is in the index by now.
      Reply refused = door.get(TICKETS + "?q=-t", "Accept", accept);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.json()).containsEntry("code", "unavailable");
    }
  }

  @Test
  void shouldBreakOffAStreamThatMeetsDamage() throws IOException {
    file(1, 3000);
    Reply all = door.get(TICKETS, "Accept", NDJSON);
    assertThat(all.body().length()).isGreaterThan(300_000);
    damage(Json.number(door.get("/api/v1/stats").json(), "bytes") * 3 / 4);
    assertThatThrownBy(() -> door.get(TICKETS, "Accept", NDJSON))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(UnreadableException.class);
    assertThat(door.get(TICKETS + "?q=sort:-id+limit:3").status()).isEqualTo(200);
  }
}
