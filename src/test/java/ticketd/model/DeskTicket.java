package ticketd.model;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ticketd.testing.Json;

/** A ticket of the model: its fields as JSON has them, but for the times. */
final class DeskTicket {
  static final List<String> STATUSES = List.of("open", "in-progress", "waiting", "closed");
  static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

  final long id;
  final String author;
  final Instant createdAt;
  final List<Map<String, Object>> comments = new ArrayList<>();
  final List<Map<String, Object>> notes = new ArrayList<>();
  final List<Map<String, Object>> history = new ArrayList<>();
  Map<String, Object> fields = new LinkedHashMap<>();
  long version = 1;
  long seq;

  /** When it was taken first. */
  Optional<Instant> takenAt = Optional.empty();

  /** When it was closed last, where it is closed. */
  Optional<Instant> closedAt = Optional.empty();

  private boolean escalated;
  private Instant openedAt;

  /** When its priority was set last since it is open. */
  private Instant prioritisedAt;

  DeskTicket(long id, String author, long seq, Instant at) {
    this.id = id;
    this.author = author;
    this.createdAt = at;
    this.seq = seq;
    this.openedAt = at;
    this.prioritisedAt = at;
  }

  /** These changes were made then. */
  void changed(String event, Map<String, Object> changes, Instant at) {
    if (event.equals("taken") && takenAt.isEmpty()) {
      takenAt = Optional.of(at);
    }
    if (changes.containsKey("status")) {
      closedAt = isClosed() ? Optional.of(at) : Optional.empty();
    }
    if (changes.containsKey("status") && text("status").equals("open")) {
      openedAt = at;
      prioritisedAt = at;
    } else if (changes.containsKey("priority") && at.isAfter(prioritisedAt)) {
      prioritisedAt = at;
    }
    escalated &= !isClosed();
  }

  void escalated() {
    escalated = true;
  }

  boolean isEscalated() {
    return escalated;
  }

  /** How often it is to be raised by then, as long as it is not urgent. */
  int stepsDue(Instant now, Duration period) {
    if (!text("status").equals("open") || urgency() == 3) {
      return 0;
    }
    int steps = 0;
    for (Instant due = openedAt.plus(period); !due.isAfter(now); due = due.plus(period)) {
      steps += due.isAfter(prioritisedAt) ? 1 : 0;
    }
    return steps;
  }

  String text(String field) {
    return Json.value(fields, field).toString();
  }

  boolean isClosed() {
    return text("status").equals("closed");
  }

  boolean isAssigned() {
    return Json.value(fields, "assignee") != Json.NULL;
  }

  boolean isAssignedTo(String name) {
    return isAssigned() && isSameName(text("assignee"), name);
  }

  boolean isInProgressBy(String name) {
    return text("status").equals("in-progress") && isAssignedTo(name);
  }

  int urgency() {
    return PRIORITIES.indexOf(text("priority"));
  }

  @SuppressWarnings("unchecked") // tags are strings
  List<String> tags() {
    return (List<String>) Json.value(fields, "tags");
  }

  boolean titleHas(String word) {
    return fold(text("title")).contains(fold(word));
  }

  boolean textHas(String word) {
    return titleHas(word)
        || fold(text("description")).contains(fold(word))
        || comments.stream().anyMatch(c -> fold(Json.value(c, "text")).contains(fold(word)))
        || notes.stream().anyMatch(n -> fold(Json.value(n, "text")).contains(fold(word)));
  }

  private static String fold(Object text) {
    return Normalizer.normalize(text.toString(), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  static boolean isSameName(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  /** As LIST sends it. */
  Map<String, Object> listed() {
    Map<String, Object> ticket = new LinkedHashMap<>(fields);
    ticket.remove("description");
    ticket.put("id", id);
    ticket.put("author", author);
    ticket.put("version", version);
    ticket.put("seq", seq);
    ticket.put("comments", (long) comments.size());
    ticket.put("escalated", escalated);
    return ticket;
  }

  /** As SHOW sends it. */
  Map<String, Object> shown(List<Map<String, Object>> links) {
    Map<String, Object> ticket = listed();
    ticket.put("description", text("description"));
    List<Map<String, Object>> last =
        comments.subList(Math.max(0, comments.size() - 100), comments.size());
    ticket.put("comments", List.copyOf(last));
    ticket.put("commentCount", (long) comments.size());
    ticket.put("notes", List.copyOf(notes.subList(Math.max(0, notes.size() - 100), notes.size())));
    ticket.put("noteCount", (long) notes.size());
    ticket.put("links", links);
    return ticket;
  }

  /** What {@code wanted} would change: [old, new] a field. */
  Map<String, Object> changesTo(Map<String, Object> wanted) {
    Map<String, Object> changes = new LinkedHashMap<>();
    wanted.forEach(
        (field, value) -> {
          Object old = Json.value(fields, field);
          if (!isSame(field, old, value)) {
            changes.put(field, List.of(old, value));
          }
        });
    return changes;
  }

  private static boolean isSame(String field, Object old, Object value) {
    if (field.equals("tags")) {
      return new HashSet<>((List<?>) old).equals(new HashSet<>((List<?>) value));
    }
    if (field.equals("assignee") && old != Json.NULL && value != Json.NULL) {
      return isSameName(old.toString(), value.toString());
    }
    return old.equals(value);
  }
}
