package ticketd.resilience;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import ticketd.testing.Json;

/**
 * Everything that ever happened in a store, as one server process tells it.
 *
 * @param digest of the lines as they came, which are too many to keep
 */
record EventLog(String digest, List<Event> events) {
  /**
   * One change.
   *
   * @param mark what no other change of a {@link Load} has: the text, tag or name that came with
   *     it; of a ticket taken, which is never let go of there, {@link #taken}
   */
  record Event(long seq, long id, String kind, long version, String mark) {
    static Event of(Map<String, Object> json) {
      Map<String, Object> ticket = Json.member(json, "ticket");
      String kind = String.valueOf(Json.value(json, "event"));
      return new Event(
          Json.number(json, "seq"),
          Json.number(json, "id"),
          kind,
          Json.number(ticket, "version"),
          mark(kind, json, ticket));
    }

    /** The mark of a change by which {@code by} took a ticket. */
    static String taken(String by, long id) {
      return by + " takes #" + id;
    }

    private static String mark(String kind, Map<String, Object> json, Map<String, Object> ticket) {
      return switch (kind) {
        case "commented", "closed" -> String.valueOf(Json.value(json, "comment"));
        case "assigned" -> String.valueOf(Json.value(ticket, "assignee"));
        case "tagged" -> added(Json.member(json, "changes"));
        case "taken" -> taken(String.valueOf(Json.value(json, "by")), Json.number(json, "id"));
        default -> String.valueOf(Json.value(ticket, "title"));
      };
    }

    private static String added(Map<String, Object> changes) {
      List<?> oldAndNew = (List<?>) Json.value(changes, "tags");
      List<Object> added = new ArrayList<>((List<?>) oldAndNew.get(1));
      added.removeAll((List<?>) oldAndNew.get(0));
      return String.valueOf(added.get(0));
    }
  }

  /** Reads it from a store at rest, into which it files one more ticket to know the end. */
  static EventLog of(ChildServer server) {
    try (Peer peer = server.connect("reader")) {
      peer.json("FORMAT json");
      return until(peer, fileLast(peer));
    }
  }

  /** Files a ticket, the store's last change if it is at rest, and returns its number. */
  static long fileLast(Peer peer) {
    return Json.number(peer.json("SENDTICKET {\"title\":\"" + Ledger.END_MARK + "\"}"), "seq");
  }

  /** From the first change to that with number {@code last}. */
  static EventLog until(Peer peer, long last) {
    Map<String, Object> answer = peer.json("WATCH since:0");
    if (!Boolean.TRUE.equals(answer.get("ok"))) {
      throw new AssertionError("no watch: " + answer);
    }
    MessageDigest digest = sha256();
    List<Event> events = new ArrayList<>();
    long seq = 0;
    while (seq < last) {
      String line = peer.lineOrLost();
      Event event = Event.of(Json.object(line));
      digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      events.add(event);
      seq = event.seq();
    }
    return new EventLog(HexFormat.of().formatHex(digest.digest()), events);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has it", e);
    }
  }
}
