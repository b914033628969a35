package ticketd.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import ticketd.testing.Json;

/**
 * The model: what a ticket desk that speaks the protocol must answer, without its times and its
 * texts for people. One request at a time.
 */
final class Desk {
  /** Tickets in progress a person. */
  static final int LIMIT = 12;

  /** After how long a ticket that stays open is raised, again and again. */
  static final Duration PERIOD = Duration.ofHours(1);

  /** What a request is answered: JSON without times and messages. */
  record Answer(List<Map<String, Object>> data, Map<String, Object> status) {
    static Answer ok(Map<String, Object> members) {
      return ok(List.of(), members);
    }

    static Answer ok(List<Map<String, Object>> data, Map<String, Object> members) {
      Map<String, Object> status = new LinkedHashMap<>(Map.of("ok", true));
      status.putAll(members);
      return new Answer(data, status);
    }

    static Answer refused(String code) {
      return new Answer(List.of(), Map.of("ok", false, "code", code));
    }
  }

  private record Use(String request, Map<String, Object> status) {}

  /** A request that changes something, before it is carried out. */
  record Change(String who, Optional<String> key, String request) {}

  final List<DeskTicket> tickets = new ArrayList<>();
  final List<Map<String, Object>> log = new ArrayList<>();

  /** {@code a blocks b}. */
  private final Set<DeskLink> links = new HashSet<>();

  /** A query that is kept: as it was said, and what it holds for whoever uses it. */
  record Kept(String query, BiPredicate<DeskTicket, String> holds, long seq) {}

  final Map<String, Kept> saved = new TreeMap<>();

  private final Map<String, Use> uses = new HashMap<>();
  private long seq;
  private Instant now;

  Desk(Instant now) {
    this.now = now;
  }

  /** The number of the last change. */
  long seq() {
    return seq;
  }

  Instant now() {
    return now;
  }

  private Optional<DeskTicket> find(long id) {
    return id >= 1 && id <= tickets.size()
        ? Optional.of(tickets.get((int) id - 1))
        : Optional.empty();
  }

  // Keys

  /** What is answered because of the change's key; empty when it is to be carried out. */
  private Optional<Answer> answerOfKey(Change change) {
    if (change.key().isEmpty()) {
      return Optional.empty();
    }
    Use use = uses.get(owned(change));
    if (use == null) {
      return Optional.empty();
    }
    if (!use.request().equals(change.request())) {
      return Optional.of(Answer.refused("conflict"));
    }
    Map<String, Object> repeated = new LinkedHashMap<>(use.status());
    repeated.put("duplicate", true);
    return Optional.of(Answer.ok(repeated));
  }

  private static String owned(Change change) {
    return change.who().toLowerCase(Locale.ROOT) + "\0" + change.key().orElseThrow();
  }

  private Answer done(Change change, Map<String, Object> status) {
    change.key().ifPresent(key -> uses.put(owned(change), new Use(change.request(), status)));
    return Answer.ok(status);
  }

  // Changes

  Answer file(Change change, Map<String, Object> fields) {
    return answerOfKey(change)
        .orElseGet(
            () -> {
              DeskTicket ticket = new DeskTicket(tickets.size() + 1L, change.who(), ++seq, now);
              ticket.fields = fields;
              tickets.add(ticket);
              record(ticket, "filed", change.who(), Map.of(), Optional.empty());
              return done(change, Map.of("id", ticket.id, "version", 1L, "seq", seq));
            });
  }

  /** What a change wants of a ticket, or why it may not have it. */
  interface Wish {
    Wanted of(DeskTicket ticket);
  }

  record Wanted(
      String event,
      Map<String, Object> fields,
      Optional<String> comment,
      Optional<String> refusal,
      List<DeskLink> added,
      List<DeskLink> removed) {
    static Wanted set(String event, Map<String, Object> fields) {
      return new Wanted(event, fields, Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    static Wanted conflict() {
      return refused("conflict");
    }

    static Wanted refused(String code) {
      return new Wanted("", Map.of(), Optional.empty(), Optional.of(code), List.of(), List.of());
    }

    Wanted linking(List<DeskLink> more, List<DeskLink> fewer) {
      return new Wanted(event, fields, comment, refusal, more, fewer);
    }

    Wanted saying(Optional<String> text) {
      return new Wanted(event, fields, text, refusal, added, removed);
    }
  }

  Answer change(Change change, long id, Wish wish) {
    return answerOfKey(change)
        .orElseGet(
            () ->
                find(id)
                    .map(ticket -> change(change, ticket, wish, false))
                    .orElseGet(() -> Answer.refused("not-found")));
  }

  private Answer change(Change change, DeskTicket ticket, Wish wish, boolean showing) {
    Wanted wanted = wish.of(ticket);
    if (wanted.refusal().isPresent()) {
      return Answer.refused(wanted.refusal().get());
    }
    Map<String, Object> changes = ticket.changesTo(wanted.fields());
    if (isTooMuch(ticket, changes)) {
      return Answer.refused("conflict");
    }
    if (!wanted.added().isEmpty() || !wanted.removed().isEmpty()) {
      changes.put("links", linkChanges(ticket.id, wanted));
      wanted.added().forEach(link -> links.add(link.asSet()));
      wanted.removed().forEach(link -> links.remove(link.asSet()));
    }
    boolean changed = !changes.isEmpty() || wanted.comment().isPresent();
    if (changed) {
      Map<String, Object> fields = new LinkedHashMap<>(ticket.fields);
      changes.forEach((field, pair) -> fields.put(field, ((List<?>) pair).get(1)));
      fields.remove("links");
      ticket.fields = fields;
      ticket.changed(wanted.event(), changes, now);
      ticket.version++;
      ticket.seq = ++seq;
      wanted
          .comment()
          .ifPresent(
              text ->
                  ticket.comments.add(
                      Map.of(
                          "n", ticket.comments.size() + 1L, "author", change.who(), "text", text)));
      record(ticket, wanted.event(), change.who(), changes, wanted.comment());
    } else if (change.key().isPresent()) {
      seq++;
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("id", ticket.id);
    status.put("version", ticket.version);
    status.put("seq", ticket.seq);
    status.put("changed", changed);
    if (showing) {
      status.put("ticket", ticket.listed());
    }
    return done(change, status);
  }

  // The desk's own work

  /** It is so late, or so early once more: tickets that stayed open are raised. */
  void look(Instant time) {
    now = time;
    for (DeskTicket ticket : tickets) {
      for (int due = ticket.stepsDue(now, PERIOD); due > 0 && ticket.urgency() < 3; due--) {
        raise(ticket);
      }
    }
  }

  private void raise(DeskTicket ticket) {
    Map<String, Object> changes =
        ticket.changesTo(Map.of("priority", DeskTicket.PRIORITIES.get(ticket.urgency() + 1)));
    Map<String, Object> fields = new LinkedHashMap<>(ticket.fields);
    changes.forEach((field, pair) -> fields.put(field, ((List<?>) pair).get(1)));
    ticket.fields = fields;
    ticket.changed("escalated", changes, now);
    ticket.escalated();
    ticket.version++;
    ticket.seq = ++seq;
    record(ticket, "escalated", "ticketd", changes, Optional.empty());
  }

  /** Whether somebody would have one more ticket in progress than the limit. */
  private boolean isTooMuch(DeskTicket ticket, Map<String, Object> changes) {
    Map<String, Object> after = new LinkedHashMap<>(ticket.fields);
    changes.forEach((field, pair) -> after.put(field, ((List<?>) pair).get(1)));
    Object who = Json.value(after, "assignee");
    if (who == Json.NULL || !Json.value(after, "status").equals("in-progress")) {
      return false;
    }
    return !ticket.isInProgressBy(who.toString())
        && tickets.stream().filter(other -> other.isInProgressBy(who.toString())).count() >= LIMIT;
  }

  private void record(
      DeskTicket ticket,
      String event,
      String who,
      Map<String, Object> changes,
      Optional<String> comment) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("seq", ticket.seq);
    line.put("id", ticket.id);
    line.put("by", who);
    if (!changes.isEmpty()) {
      line.put("changes", changes);
    }
    comment.ifPresent(text -> line.put("comment", text));
    line.put("ticket", ticket.listed());
    ticket.history.add(line);
    log.add(line);
  }

  Answer take(Change change, long id) {
    return answerOfKey(change)
        .orElseGet(
            () ->
                find(id)
                    .map(ticket -> change(change, ticket, taking(change.who()), true))
                    .orElseGet(() -> Answer.refused("not-found")));
  }

  /** {@code refusal} is why the query cannot be used at that moment. */
  Answer takeNext(Change change, Predicate<DeskTicket> query, Optional<Answer> refusal) {
    return answerOfKey(change)
        .or(() -> refusal)
        .orElseGet(
            () ->
                tickets.stream()
                    .filter(ticket -> ticket.text("status").equals("open"))
                    .filter(ticket -> !ticket.isAssigned())
                    .filter(query)
                    .max(
                        Comparator.comparing(DeskTicket::urgency)
                            .thenComparing(ticket -> -ticket.id))
                    .map(ticket -> change(change, ticket, taking(change.who()), true))
                    .orElseGet(() -> Answer.refused("not-found")));
  }

  private static Wish taking(String who) {
    return ticket -> {
      if (ticket.isClosed() || (ticket.isAssigned() && !ticket.isAssignedTo(who))) {
        return Wanted.conflict();
      }
      Map<String, Object> fields = new LinkedHashMap<>(Map.of("assignee", who));
      if (ticket.text("status").equals("open")) {
        fields.put("status", "in-progress");
      }
      return Wanted.set("taken", fields);
    };
  }

  Map<String, Object> shown(DeskTicket ticket) {
    return ticket.shown(linksOf(ticket.id).stream().map(DeskLink::asJson).toList());
  }

  /** As the ticket sees them, in order. */
  private List<DeskLink> linksOf(long id) {
    return links.stream().flatMap(link -> link.seenFrom(id).stream()).sorted().toList();
  }

  boolean isBlocked(DeskTicket ticket) {
    return links.stream()
        .anyMatch(
            link ->
                link.type().equals("blocks")
                    && link.to() == ticket.id
                    && !tickets.get((int) link.from() - 1).isClosed());
  }

  boolean areLinked(DeskTicket ticket, long other) {
    return linksOf(ticket.id).stream().anyMatch(link -> link.to() == other);
  }

  Answer note(Change change, long id, String text) {
    return answerOfKey(change)
        .orElseGet(
            () -> {
              Optional<DeskTicket> found = find(id);
              if (found.isEmpty()) {
                return Answer.refused("not-found");
              }
              DeskTicket ticket = found.get();
              ticket.notes.add(
                  Map.of(
                      "n",
                      ticket.notes.size() + 1L,
                      "author",
                      change.who(),
                      "text",
                      text,
                      "internal",
                      true));
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("event", "noted");
              line.put("seq", ++seq);
              line.put("id", id);
              line.put("by", change.who());
              line.put("comment", text);
              line.put("internal", true);
              line.put("ticket", ticket.listed());
              ticket.history.add(line);
              log.add(line);
              return done(
                  change, Map.of("id", id, "version", ticket.version, "seq", seq, "changed", true));
            });
  }

  /** Links, or of CLOSE closes and links. */
  Answer link(Change change, long id, String type, long other, Optional<Wish> closing) {
    return change(
        change,
        id,
        ticket -> {
          if (id != other && find(other).isEmpty()) {
            return Wanted.refused("not-found");
          }
          Wanted closed =
              closing.map(wish -> wish.of(ticket)).orElse(Wanted.set("linked", Map.of()));
          if (closed.refusal().isPresent()) {
            return closed;
          }
          DeskLink wanted = new DeskLink(id, type, other);
          boolean isThere = linksOf(id).contains(wanted);
          boolean isTooMuch =
              id == other || linksOf(id).size() >= 100 || linksOf(other).size() >= 100;
          boolean isCircle = !type.equals("relates") && leads(other, type, id);
          if (!isThere && (isTooMuch || isCircle)) {
            return Wanted.conflict();
          }
          return isThere ? closed : closed.linking(List.of(wanted), List.of());
        });
  }

  private boolean leads(long from, String type, long to) {
    return from == to
        || links.stream()
            .anyMatch(
                link ->
                    link.from() == from && link.type().equals(type) && leads(link.to(), type, to));
  }

  Answer unlink(Change change, long id, long other) {
    return change(
        change,
        id,
        ticket -> {
          if (find(other).isEmpty()) {
            return Wanted.refused("not-found");
          }
          List<DeskLink> removed = linksOf(id).stream().filter(link -> link.to() == other).toList();
          Wanted wanted = Wanted.set("unlinked", Map.of());
          return removed.isEmpty() ? wanted : wanted.linking(List.of(), removed);
        });
  }

  /** As the ticket sees them: what it sets, and of the others those that are removed. */
  private Object linkChanges(long id, Wanted wanted) {
    List<DeskLink> before =
        linksOf(id).stream()
            .filter(link -> link.isSet() || wanted.removed().contains(link))
            .toList();
    List<DeskLink> after = new ArrayList<>(before);
    after.removeAll(wanted.removed());
    after.addAll(wanted.added());
    after.sort(Comparator.naturalOrder());
    return List.of(
        before.stream().map(DeskLink::asJson).toList(),
        after.stream().map(DeskLink::asJson).toList());
  }

  static Wish rating(String who, Map<String, Object> scores, Optional<String> text) {
    return ticket ->
        ticket.isClosed() && DeskTicket.isSameName(ticket.author, who)
            ? Wanted.set("rated", Map.of("rating", scores)).saying(text)
            : Wanted.conflict();
  }

  static Wish commenting(String text) {
    return ticket -> Wanted.set("commented", Map.of()).saying(Optional.of(text));
  }

  static Wish setting(String event, String field, Object value) {
    return ticket -> Wanted.set(event, Map.of(field, value));
  }

  static Wish closing(String resolution, Optional<String> text) {
    return ticket ->
        ticket.isClosed()
            ? Wanted.conflict()
            : Wanted.set("closed", Map.of("status", "closed", "resolution", resolution))
                .saying(text);
  }

  static Wish reopening() {
    return ticket ->
        ticket.isClosed()
            ? Wanted.set(
                "reopened", Map.of("status", "open", "resolution", Json.NULL, "rating", Json.NULL))
            : Wanted.conflict();
  }

  static Wish moving(String to) {
    return ticket -> {
      if (to.equals("closed")) {
        return closing("fixed", Optional.empty()).of(ticket);
      }
      if (!ticket.isClosed()) {
        return Wanted.set("status", Map.of("status", to));
      }
      return to.equals("open") ? reopening().of(ticket) : Wanted.conflict();
    };
  }

  /** Signed tags, as in {@code +a}. */
  static Wish tagging(List<String> signed) {
    return ticket -> {
      Set<String> tags = new LinkedHashSet<>(ticket.tags());
      for (String word : signed) {
        String tag = word.substring(1);
        if (word.startsWith("+")) {
          tags.add(tag);
        } else {
          tags.remove(tag);
        }
      }
      return tags.size() > 16
          ? Wanted.conflict()
          : Wanted.set("tagged", Map.of("tags", List.copyOf(tags)));
    };
  }

  /** {@code members} as in the request's JSON, {@code version} among them where it is there. */
  static Wish editing(Map<String, Object> members) {
    return ticket -> {
      Map<String, Object> fields = new LinkedHashMap<>(members);
      Object version = fields.remove("version");
      Object status = fields.get("status");
      Object resolution = fields.get("resolution");
      boolean reopening = ticket.isClosed() && "open".equals(status);
      boolean wrongVersion = version != null && !version.equals(ticket.version);
      boolean wrongMove = ticket.isClosed() && status != null && !reopening;
      boolean wrongResolution =
          resolution != null && !"closed".equals(status) && !(status == null && ticket.isClosed());
      if (wrongVersion || wrongMove || wrongResolution) {
        return Wanted.conflict();
      }
      if ("closed".equals(status)) {
        fields.putIfAbsent("resolution", "fixed");
      } else if (reopening) {
        fields.put("resolution", Json.NULL);
        fields.put("rating", Json.NULL);
      }
      return Wanted.set("edited", fields);
    };
  }

  // Saved queries

  Answer save(Change change, String name, String query, BiPredicate<DeskTicket, String> holds) {
    return answerOfKey(change)
        .orElseGet(
            () -> {
              Kept before = saved.get(name);
              if (before != null && before.query().equals(query)) {
                seq += change.key().isPresent() ? 1 : 0;
                return done(change, ofQuery(name, before.seq(), false));
              }
              saved.put(name, new Kept(query, holds, ++seq));
              return done(change, ofQuery(name, seq, true));
            });
  }

  Answer unsave(Change change, String name) {
    return answerOfKey(change)
        .orElseGet(
            () ->
                saved.remove(name) == null
                    ? Answer.refused("not-found")
                    : done(change, ofQuery(name, ++seq, true)));
  }

  private static Map<String, Object> ofQuery(String name, long seq, boolean changed) {
    return Map.of("name", name, "seq", seq, "changed", changed);
  }

  Answer saved() {
    List<Map<String, Object>> rows = new ArrayList<>();
    saved.forEach((name, kept) -> rows.add(Map.of("name", name, "query", kept.query())));
    return Answer.ok(rows, Map.of("count", (long) rows.size()));
  }

  // Reads

  Answer show(long id) {
    return find(id)
        .map(ticket -> Answer.ok(List.of(shown(ticket)), Map.of()))
        .orElseGet(() -> Answer.refused("not-found"));
  }

  Answer list(Predicate<DeskTicket> query, Comparator<DeskTicket> order, int limit) {
    List<Map<String, Object>> found =
        tickets.stream().filter(query).sorted(order).limit(limit).map(DeskTicket::listed).toList();
    return Answer.ok(found, Map.of("count", (long) found.size()));
  }

  Answer report(Predicate<DeskTicket> query, DeskReport.Span span, String by) {
    return new DeskReport(tickets.stream().filter(query).toList(), span, by, now).answer();
  }

  Answer history(long id, long after, int limit) {
    if (find(id).isEmpty()) {
      return Answer.refused("not-found");
    }
    List<Map<String, Object>> found =
        find(id).get().history.stream()
            .filter(event -> Json.number(event, "seq") > after)
            .limit(limit)
            .toList();
    return Answer.ok(found, Map.of("count", (long) found.size()));
  }

  /** Of STATS, what the tickets alone say. */
  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("tickets", (long) tickets.size());
    counts.put("open", count("open"));
    counts.put("inProgress", count("in-progress"));
    counts.put("waiting", count("waiting"));
    counts.put("closed", count("closed"));
    counts.put("events", seq);
    return counts;
  }

  private long count(String status) {
    return tickets.stream().filter(ticket -> ticket.text("status").equals(status)).count();
  }
}
