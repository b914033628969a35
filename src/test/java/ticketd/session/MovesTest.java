package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.ReplyGrammar;
import ticketd.testing.TestServer;

/** The table of moves, exhaustively: every state by every request that changes a ticket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovesTest {
  private static final List<String> STATES = List.of("open", "in-progress", "waiting", "closed");
  private static final List<String> RESOLUTIONS =
      List.of("fixed", "wont-fix", "duplicate", "invalid");

  /** What a ticket that {@link #ticketIn} closes is closed as. */
  private static final String CLOSED_AS = "wont-fix";

  @TempDir static Path folder;
  private TestServer server;
  private LineClient ana;

  @BeforeAll
  void start() {
    server = TestServer.start(folder);
    ana = server.connect("Ana");
    ana.status("FORMAT json");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** A request on a ticket in the state {@code from}, and what becomes of it where it may. */
  private record Move(String from, String request, Optional<Result> result) {}

  /** {@code resolution} is empty for none. */
  private record Result(String status, String resolution, boolean changed) {}

  private static List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (String from : STATES) {
      addMoves(moves, from);
      addOtherChanges(moves, from);
    }
    return moves;
  }

  private static void addMoves(List<Move> moves, String from) {
    boolean closed = from.equals("closed");
    for (String to : STATES) {
      boolean closing = to.equals("closed");
      Optional<Result> moved =
          closed && !to.equals("open")
              ? Optional.empty()
              : Optional.of(new Result(to, closing ? "fixed" : "", !from.equals(to)));
      moves.add(new Move(from, "STATUS %d " + to, moved));
      moves.add(new Move(from, "EDIT %d {\"status\":\"" + to + "\"}", moved));
      Optional<Result> resolved =
          closing && !closed
              ? Optional.of(new Result("closed", "invalid", true))
              : Optional.empty();
      String edit = "EDIT %d {\"status\":\"" + to + "\",\"resolution\":\"invalid\"}";
      moves.add(new Move(from, edit, resolved));
    }
    for (String as : RESOLUTIONS) {
      Optional<Result> close =
          closed ? Optional.empty() : Optional.of(new Result("closed", as, true));
      moves.add(new Move(from, "CLOSE %d " + as, close));
      moves.add(new Move(from, "CLOSE %d " + as + " parce que", close));
      Optional<Result> edit =
          closed ? Optional.of(new Result("closed", as, !as.equals(CLOSED_AS))) : Optional.empty();
      moves.add(new Move(from, "EDIT %d {\"resolution\":\"" + as + "\"}", edit));
    }
    Optional<Result> close =
        closed ? Optional.empty() : Optional.of(new Result("closed", "fixed", true));
    moves.add(new Move(from, "CLOSE %d", close));
    Optional<Result> reopen = closed ? Optional.of(new Result("open", "", true)) : Optional.empty();
    moves.add(new Move(from, "REOPEN %d", reopen));
    String taken = from.equals("open") ? "in-progress" : from;
    Optional<Result> take = closed ? Optional.empty() : Optional.of(new Result(taken, "", true));
    moves.add(new Move(from, "TAKE %d", take));
  }

  /** What is allowed in every state, and moves nothing. */
  private static void addOtherChanges(List<Move> moves, String from) {
    String resolution = from.equals("closed") ? CLOSED_AS : "";
    for (String request :
        List.of(
            "COMMENT %d oui",
            "ASSIGN %d Bob",
            "PRIORITY %d high",
            "TAG %d +a",
            "EDIT %d {\"title\":\"b\",\"description\":\"c\",\"tags\":[\"d\"],\"assignee\":\"Bob\"}")) {
      moves.add(new Move(from, request, Optional.of(new Result(from, resolution, true))));
    }
    for (String request :
        List.of("ASSIGN %d -", "PRIORITY %d normal", "TAG %d -a", "EDIT %d {\"title\":\"a\"}")) {
      moves.add(new Move(from, request, Optional.of(new Result(from, resolution, false))));
    }
  }

  @ParameterizedTest
  @MethodSource("moves")
  void shouldMoveAsTheTableSays(Move move) {
    long id = ticketIn(move.from());
    Map<String, Object> before = show(id);
    String status = ana.status(move.request().formatted(id));
    Map<String, Object> after = show(id);
    if (move.result().isEmpty()) {
      assertThat(ReplyGrammar.outcome(status)).isEqualTo("conflict");
      assertThat(after).isEqualTo(before);
      return;
    }
    Result result = move.result().get();
    assertThat(ReplyGrammar.outcome(status)).isEqualTo("OK");
    assertThat(Json.object(status)).containsEntry("changed", result.changed());
    assertThat(after)
        .containsEntry("status", result.status())
        .containsEntry(
            "resolution", result.resolution().isEmpty() ? Json.NULL : result.resolution())
        .containsEntry("version", Json.number(before, "version") + (result.changed() ? 1 : 0));
    if (!result.changed()) {
      assertThat(after).isEqualTo(before);
    }
  }

  /** A new, unassigned ticket that was moved there. */
  private long ticketIn(String status) {
    long id = Json.number(ana.statusJson("SENDTICKET {\"title\":\"a\"}"), "id");
    if (status.equals("closed")) {
      ana.statusJson("CLOSE " + id + " " + CLOSED_AS);
    } else if (!status.equals("open")) {
      ana.statusJson("STATUS " + id + " " + status);
    }
    return id;
  }

  private Map<String, Object> show(long id) {
    return ana.askJson("SHOW " + id).get(0);
  }
}
