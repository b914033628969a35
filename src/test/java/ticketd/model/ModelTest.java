package ticketd.model;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.server.settings.Settings;
import ticketd.testing.HandClock;
import ticketd.testing.HandTime;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.ReplyGrammar;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;
import ticketd.testing.TestServer.Setup;
import ticketd.ticket.DeskRules;

/**
 * A server and {@link Desk}, which knows nothing of it, hold one random conversation over several
 * connections; every reply is compared, and at the end all there is. {@code -Dcommands=} makes it
 * longer, {@code -Dseed=} repeats it.
 */
class ModelTest {
  private static final int MOST_AT_ONCE = 30;

  /** How often the desk looks at its clock. */
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private final HandClock clock = new HandClock(Instant.parse("2026-01-01T08:00:00Z"));

  /** Times as first seen: of a ticket's filing and of each of its versions, of each event. */
  private final Map<String, Object> times = new HashMap<>();

  @TempDir Path folder;

  @Test
  void shouldAnswerEveryRequestAsTheModelDoes() {
    int commands = Size.of("commands", 10_000, 100_000);
    Random random = new Random(Seed.next());
    // Weeks, months and the zone's offset end at other places each time.
    clock.pass(Duration.ofHours(random.nextInt(365 * 24)));
    Desk desk = new Desk(clock.instant());
    HandTime time = new HandTime();
    try (TestServer server = TestServer.start(setup().by(time))) {
      LineClient reader = server.connect();
      reader.status("FORMAT json");
      List<Speaker> speakers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        LineClient client = server.connect();
        client.status("FORMAT " + (i < 3 ? "json" : "text"));
        speakers.add(new Speaker(client, new DeskTalk(desk, random), i < 3));
      }
      for (int said = 0; said < commands; ) {
        Speaker speaker = speakers.get(random.nextInt(speakers.size()));
        int some = 1 + random.nextInt(MOST_AT_ONCE);
        speaker.say(some);
        said += some;
        if (random.nextInt(6) == 0) {
          clock.pass(
              random.nextInt(15) == 0
                  ? Duration.ofHours(random.nextInt(300))
                  : Duration.ofMillis(random.nextInt(10_800_000) - 4_200_000));
          desk.look(clock.instant());
          awaitLook(reader, time, desk);
        }
      }
      compareEverything(server, desk);
    }
    try (TestServer again = TestServer.start(setup())) {
      compareEverything(again, desk);
    }
  }

  private Setup setup() {
    Duration never = Duration.ofDays(365);
    Setup usual = Setup.in(folder);
    return usual
        .at(clock)
        .with(
            new Settings.Limits(
                usual.limits().maxLineBytes(),
                usual.limits().unfinishedLinesBytes(),
                usual.limits().maxConnections(),
                never,
                never,
                never,
                never))
        .ruledBy(new DeskRules(Optional.of(Desk.PERIOD), OptionalInt.of(Desk.LIMIT)));
  }

  /**
   * Has the server look at its clock until all is done that is due by now. A look that comes later,
   * at the same time, finds nothing more, whatever is changed before it.
   */
  private static void awaitLook(LineClient reader, HandTime time, Desk desk) {
    await()
        .untilAsserted(
            () -> {
              time.pass(LOOKS);
              assertThat(Json.number(reader.statusJson("STATS"), "events")).isEqualTo(desk.seq());
            });
  }

  private final class Speaker {
    private final LineClient client;
    private final DeskTalk talk;
    private final boolean json;

    Speaker(LineClient client, DeskTalk talk, boolean json) {
      this.client = client;
      this.talk = talk;
      this.json = json;
    }

    /** Says several things in one write and compares what comes back. */
    void say(int count) {
      List<DeskTalk.Said> said = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        said.add(talk.next());
        lines.addAll(said.get(i).lines());
      }
      client.send(lines.toArray(String[]::new));
      for (DeskTalk.Said one : said) {
        List<String> reply = client.reply();
        if (json) {
          compare(one, reply.stream().map(Json::object).toList());
        } else {
          compareText(one, reply);
        }
      }
    }
  }

  private void compare(DeskTalk.Said said, List<Map<String, Object>> reply) {
    List<Map<String, Object>> expected = new ArrayList<>(said.answer().data());
    expected.add(said.answer().status());
    List<Map<String, Object>> actual =
        new ArrayList<>(reply.stream().map(this::withoutTimes).toList());
    Map<String, Object> status = actual.get(actual.size() - 1);
    status.remove("message");
    if (said.verb().equals("STATS")) {
      status.keySet().retainAll(said.answer().status().keySet());
    } else if (said.verb().equals("SENDTICKET") || said.verb().equals("DIALOGUE")) {
      assertThat(status).doesNotContainKey("changed");
    }
    // Comparing by equals first: the assertion's own description of a difference is slow.
    if (!actual.equals(expected)) {
      assertThat(actual).as(String.join("\n", said.lines())).isEqualTo(expected);
    }
  }

  private static void compareText(DeskTalk.Said said, List<String> reply) {
    Desk.Answer answer = said.answer();
    String status = reply.get(reply.size() - 1);
    String outcome =
        answer.status().containsKey("code") ? Json.value(answer.status(), "code").toString() : "OK";
    assertThat(ReplyGrammar.outcome(status)).as(String.join("\n", said.lines())).isEqualTo(outcome);
    if (!outcome.equals("OK")) {
      return;
    }
    switch (said.verb()) {
      case "LIST" -> {
        long count = Json.number(answer.status(), "count");
        assertThat(status)
            .as(String.join("\n", said.lines()))
            .isEqualTo("[OK] " + count + (count < 2 ? " ticket" : " tickets"));
        assertThat(reply.stream().limit(count).map(line -> line.split(" ", 2)[0]).toList())
            .isEqualTo(answer.data().stream().map(row -> "#" + Json.number(row, "id")).toList());
      }
      case "SENDTICKET", "DIALOGUE" ->
          assertThat(status)
              .isEqualTo("[OK] Ticket ajouté (#" + Json.number(answer.status(), "id") + ")");
      case "REPORT" -> {
        long count = Json.number(answer.status(), "count");
        List<String> expected =
            new ArrayList<>(answer.data().stream().map(DeskReport::line).toList());
        expected.add("[OK] " + count + (count < 2 ? " groupe" : " groupes"));
        assertThat(reply).as(String.join("\n", said.lines())).isEqualTo(expected);
      }
      case "HISTORY" -> assertThat(reply).hasSize(answer.data().size() + 1);
      default -> assertThat(status).startsWith("[OK]");
    }
  }

  private void compareEverything(TestServer server, Desk desk) {
    LineClient reader = server.connect();
    reader.status("FORMAT json");
    assertThat(reader.askJson("SAVED").subList(0, desk.saved.size()))
        .isEqualTo(desk.saved().data());
    List<Map<String, Object>> listed = reader.askJson("LIST");
    assertThat(listed).hasSize(desk.tickets.size() + 1);
    for (DeskTicket ticket : desk.tickets) {
      assertThat(withoutTimes(listed.get((int) ticket.id - 1))).isEqualTo(ticket.listed());
      assertThat(withoutTimes(reader.askJson("SHOW " + ticket.id).get(0)))
          .isEqualTo(desk.shown(ticket));
    }
    LocalDate tomorrow = LocalDate.ofInstant(desk.now(), DeskReport.ZONE).plusDays(1);
    DeskReport.Span all = new DeskReport.Span(Instant.MIN, DeskReport.begin(tomorrow.plusDays(1)));
    for (String by : ReportTalk.GROUPINGS) {
      String asked = "REPORT ..tomorrow" + (by.equals("total") ? "" : " by:" + by);
      Desk.Answer answer = desk.report(any -> true, all, by);
      compare(new DeskTalk.Said("REPORT", List.of(asked), answer), reader.askJson(asked));
    }
    reader.send("WATCH since:0").finish();
    List<String> events = reader.rest();
    assertThat(events).hasSize(desk.log.size() + 1);
    for (int i = 0; i < desk.log.size(); i++) {
      Map<String, Object> event = withoutTimes(Json.object(events.get(i + 1)));
      assertThat(event.remove("matches")).isEqualTo(true);
      if (!event.equals(desk.log.get(i))) {
        assertThat(event).isEqualTo(desk.log.get(i));
      }
    }
  }

  /** The object without its times, each of which is the same wherever it is shown. */
  private Map<String, Object> withoutTimes(Map<String, Object> object) {
    Map<String, Object> without = new LinkedHashMap<>(object);
    if (object.containsKey("event")) {
      compareTime("event " + object.get("seq"), without.remove("at"));
    }
    if (object.containsKey("title")) {
      compareTime("filing " + object.get("id"), without.remove("createdAt"));
      compareTime("event " + object.get("seq"), without.remove("updatedAt"));
      assertThat(without.remove("closedAt") == Json.NULL)
          .isNotEqualTo("closed".equals(object.get("status")));
    }
    if (object.containsKey("n")) {
      without.remove("createdAt");
    }
    without.replaceAll(
        (name, value) -> {
          if (name.equals("ticket")) {
            return withoutTimes(Json.member(object, name));
          }
          return (name.equals("comments") || name.equals("notes")) && value instanceof List<?>
              ? Json.objects(object, name).stream().map(this::withoutTimes).toList()
              : value;
        });
    return without;
  }

  private void compareTime(String what, Object time) {
    Object first = times.putIfAbsent(what, time);
    if (first != null && !first.equals(time)) {
      assertThat(time).as(what).isEqualTo(first);
    }
  }
}
