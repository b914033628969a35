package ticketd.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ticketd.testing.Json;

/** What one connection says at random, each time with what the model answers to it. */
final class DeskTalk {
  /**
   * A request, of three lines when it is a dialogue, and its answer.
   *
   * @param verb for what its text looks like
   */
  record Said(String verb, List<String> lines, Desk.Answer answer) {}

  private static final List<String> NAMES = List.of("Ana", "Bob", "Jean Luc", "Zoë");
  private static final List<String> TAGS = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();
  private static final List<String> RESOLUTIONS =
      List.of("fixed", "wont-fix", "duplicate", "invalid");
  private static final List<String> SAVED = List.of("a", "b.1", "c-2", "d_3");
  private static final List<String> DAYS = List.of("2026-12-01", "2026-12-02", "2027-01-01");
  private static final List<String> WORDS =
      List.of(
          "Écran", "noir", "disque", "plein", "naïf", "[OK]", "! 1", "{\"ok\":true}", "中文", "#7");

  private static final List<Map.Entry<String, String>> WRONG =
      List.of(
          Map.entry("FOO", "unknown-command"),
          Map.entry("SHOW x", "bad-request"),
          Map.entry("STATUS 1 done", "bad-request"),
          Map.entry("SENDTICKET {\"title\":\"\"}", "bad-request"),
          Map.entry("SENDTICKET {\"title\":\"a\\u202e\"}", "bad-text"),
          Map.entry("COMMENT 1 \u0007", "bad-text"),
          Map.entry("LIST colour:red", "bad-request"),
          Map.entry("@k LIST", "bad-request"),
          Map.entry("REPORT by:colour", "bad-request"),
          Map.entry("REPORT limit:3", "bad-request"),
          Map.entry("WATCH since:999999999", "gone"));

  private final Desk desk;
  private final Random random;
  private final ReportTalk reports;
  private Optional<String> who = Optional.empty();
  private int errors;

  DeskTalk(Desk desk, Random random) {
    this.desk = desk;
    this.random = random;
    this.reports = new ReportTalk(random);
  }

  /** Says something; the model has carried it out. */
  Said next() {
    int what = random.nextInt(100);
    Said said;
    if (errors > 10) {
      said = said("PING", Desk.Answer.ok(Map.of()), "PING");
    } else if (what < 3) {
      Map.Entry<String, String> wrong = pick(WRONG);
      said = said("", Desk.Answer.refused(wrong.getValue()), wrong.getKey());
    } else if (what < 5) {
      String name = pick(NAMES);
      who = Optional.of(name);
      said = said("IDENT", Desk.Answer.ok(Map.of("name", name)), "IDENT " + name);
    } else if (what < 20) {
      said = read();
    } else {
      said = change();
    }
    boolean error =
        Set.of("bad-request", "bad-text", "unknown-command", "not-identified")
            .contains(said.answer().status().getOrDefault("code", ""));
    errors = error ? errors + 1 : 0;
    return said;
  }

  private Said said(String verb, Desk.Answer answer, String... lines) {
    return new Said(verb, List.of(lines), answer);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Mostly one of the newest, so that requests meet each other; now and then none. */
  private long id() {
    int last = desk.tickets.size();
    if (chance(2)) {
      return last + 1L + random.nextInt(5);
    }
    return Math.max(1, chance(80) ? last - random.nextInt(20) : 1 + random.nextInt(last + 1));
  }

  private String text() {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(i -> pick(WORDS))
        .collect(Collectors.joining(" "));
  }

  /** In any of the spellings of one identity. */
  private String spelled(String name) {
    return chance(70) ? name : name.toUpperCase(Locale.ROOT);
  }

  // Reads

  private Said read() {
    long id = id();
    switch (random.nextInt(7)) {
      case 6 -> {
        return report();
      }
      case 5 -> {
        return said("SAVED", desk.saved(), "SAVED");
      }
      case 0 -> {
        return said("SHOW", desk.show(id), "SHOW " + id);
      }
      case 1 -> {
        long after = chance(50) ? 0 : random.nextInt(10_000);
        int limit = 1 + random.nextInt(20);
        return said(
            "HISTORY",
            desk.history(id, after, limit),
            "HISTORY " + id + " after:" + after + " limit:" + limit);
      }
      case 2 -> {
        return said("STATS", Desk.Answer.ok(desk.counts()), "STATS");
      }
      default -> {
        return list();
      }
    }
  }

  private Said list() {
    Query query = query();
    Comparator<DeskTicket> byId = Comparator.comparing(ticket -> ticket.id);
    String sort = pick(List.of("id", "updated", "priority", "due"));
    Comparator<DeskTicket> order =
        switch (sort) {
          case "updated" -> Comparator.comparing(ticket -> ticket.seq);
          case "priority" -> Comparator.comparing(DeskTicket::urgency).thenComparing(byId);
          case "due" ->
              Comparator.comparing((DeskTicket ticket) -> ticket.text("due")).thenComparing(byId);
          default -> byId;
        };
    boolean descending = chance(50);
    int limit = 1 + random.nextInt(chance(5) ? 5_000 : 20);
    return refusal(query)
        .map(answer -> said("LIST", answer, "LIST " + query.text()))
        .orElseGet(
            () ->
                said(
                    "LIST",
                    desk.list(
                        query.holds(),
                        noneLast(sort, descending ? order.reversed() : order),
                        limit),
                    "LIST "
                        + query.text()
                        + " limit:"
                        + limit
                        + " sort:"
                        + (descending ? "-" : "")
                        + sort));
  }

  private Said report() {
    Query query = query();
    ReportTalk.Range range = reports.range(desk.now());
    String by = reports.grouping();
    Desk.Answer answer =
        range
            .span()
            .map(span -> refusal(query).orElseGet(() -> desk.report(query.holds(), span, by)))
            .orElseGet(() -> Desk.Answer.refused("bad-request"));
    return said("REPORT", answer, reports.line(range, by, query.text()));
  }

  private static Comparator<DeskTicket> noneLast(String sort, Comparator<DeskTicket> order) {
    return sort.equals("due")
        ? Comparator.comparing((DeskTicket ticket) -> ticket.text("due").equals("null"))
            .thenComparing(order)
        : order;
  }

  /** Why a query may not be used: one that says {@code me} is for the identified only. */
  private Optional<Desk.Answer> refusal(Query query) {
    return who.isEmpty() && query.text().contains(":me")
        ? Optional.of(Desk.Answer.refused("not-identified"))
        : query.refusal();
  }

  /** {@code terms} says the same for two spellings of a query. */
  private record Query(
      String text, Set<String> terms, Predicate<DeskTicket> holds, Optional<Desk.Answer> refusal) {}

  private Query query() {
    List<String> words = new ArrayList<>();
    Set<String> terms = new TreeSet<>();
    Predicate<DeskTicket> holds = ticket -> true;
    Optional<Desk.Answer> refusal = Optional.empty();
    for (int i = random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(14)) {
        case 13 -> {
          boolean not = chance(30);
          words.add((not ? "-" : "") + "is:escalated");
          terms.add((not ? "not " : "") + "is:escalated");
          holds = holds.and(ticket -> ticket.isEscalated() != not);
        }
        case 12 -> {
          String name = pick(SAVED);
          boolean not = chance(40);
          words.add((not ? "-" : "") + "saved:" + name);
          terms.add((not ? "not " : "") + "saved:" + name);
          Desk.Kept kept = desk.saved.get(name);
          if (kept == null || (who.isEmpty() && kept.query().contains(":me"))) {
            refusal =
                refusal.or(
                    () ->
                        Optional.of(
                            Desk.Answer.refused(kept == null ? "bad-request" : "not-identified")));
          } else {
            String me = who.orElse("");
            holds = holds.and(ticket -> kept.holds().test(ticket, me) != not);
          }
        }
        case 0 -> {
          String status = pick(DeskTicket.STATUSES);
          words.add("status:" + status);
          terms.add("status:" + status);
          holds = holds.and(ticket -> ticket.text("status").equals(status));
        }
        case 1 -> {
          Set<String> both = new TreeSet<>(List.of(pick(DeskTicket.PRIORITIES), "urgent"));
          words.add("priority:" + String.join(",", both));
          terms.add("priority:" + both);
          holds = holds.and(ticket -> both.contains(ticket.text("priority")));
        }
        case 2 -> {
          String name = pick(NAMES);
          words.add("author:\"" + spelled(name) + '"');
          terms.add("author:" + name);
          holds = holds.and(ticket -> DeskTicket.isSameName(ticket.author, name));
        }
        case 3 -> {
          words.add("assignee:-");
          terms.add("assignee:-");
          holds = holds.and(ticket -> !ticket.isAssigned());
        }
        case 4 -> {
          String me = who.orElse("");
          words.add("assignee:me");
          terms.add("assignee:" + me);
          holds = holds.and(ticket -> ticket.isAssignedTo(me));
        }
        case 5 -> {
          String tag = pick(TAGS);
          words.add("tag:" + tag);
          terms.add("tag:" + tag);
          holds = holds.and(ticket -> ticket.tags().contains(tag));
        }
        case 8 -> {
          String day = pick(DAYS);
          words.add("due:" + day);
          terms.add("due:" + day);
          holds = holds.and(ticket -> ticket.text("due").startsWith(day));
        }
        case 9 -> {
          words.add(chance(50) ? "-due:-" : "-due:\"-\"");
          terms.add("not due:-");
          holds = holds.and(ticket -> !ticket.text("due").equals("null"));
        }
        case 10 -> {
          words.add("is:blocked");
          terms.add("is:blocked");
          holds = holds.and(desk::isBlocked);
        }
        case 11 -> {
          long other = id();
          words.add("link:" + other);
          terms.add("link:" + other);
          holds = holds.and(ticket -> desk.areLinked(ticket, other));
        }
        case 6 -> {
          long from = Math.max(1, desk.tickets.size() - random.nextInt(50));
          words.add("id:" + from + "..");
          terms.add("id:" + from);
          holds = holds.and(ticket -> ticket.id >= from);
        }
        default -> {
          String word = pick(List.of("ecran", "NOIR", "naïf", "中文"));
          boolean title = chance(50);
          long from = Math.max(1, desk.tickets.size() - 50);
          words.add("id:" + from + ".. " + (title ? "" : "text:") + word);
          terms.add("id:" + from);
          terms.add((title ? "title:" : "text:") + word);
          holds =
              holds.and(
                  ticket ->
                      ticket.id >= from && (title ? ticket.titleHas(word) : ticket.textHas(word)));
        }
      }
    }
    return new Query(String.join(" ", words), terms, holds, refusal);
  }

  // Changes

  private Said change() {
    Optional<String> key = chance(30) ? Optional.of("k" + random.nextInt(200)) : Optional.empty();
    long id = id();
    return switch (random.nextInt(33)) {
      case 30, 31 -> save(key);
      case 32 -> {
        String name = pick(SAVED);
        yield saying(
            "UNSAVE",
            key,
            "UNSAVE " + name,
            "UNSAVE " + name,
            (change, none) -> desk.unsave(change, name),
            0);
      }
      case 0 -> chance(70) ? file(key) : dialogue(key);
      case 1, 2, 3 -> {
        String text = text();
        boolean json = text.startsWith("{") || chance(50);
        yield on(
            "COMMENT",
            key,
            id,
            text,
            json ? "{\"text\":" + Json.quoted(text) + "}" : text,
            Desk.commenting(text));
      }
      case 4, 5 -> saying("TAKE", key, "TAKE " + id, "TAKE " + id, desk::take, id);
      case 6 -> takeNext(key);
      case 7, 8 -> assign(key, id);
      case 9, 10, 11 -> {
        String to = pick(DeskTicket.STATUSES);
        yield on("STATUS", key, id, to, to, Desk.moving(to));
      }
      case 12 -> close(key, id);
      case 13 -> on("REOPEN", key, id, "", "", Desk.reopening());
      case 14 -> {
        String to = pick(DeskTicket.PRIORITIES);
        yield on("PRIORITY", key, id, to, to, Desk.setting("prioritised", "priority", to));
      }
      case 15, 16, 17 -> {
        List<String> signed = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
          signed.add((chance(75) ? "+" : "-") + pick(TAGS));
        }
        String words = String.join(" ", signed);
        yield on("TAG", key, id, words, words, Desk.tagging(signed));
      }
      case 18, 19 -> due(key, id);
      case 22, 23 -> {
        String text = text();
        boolean json = text.startsWith("{") || chance(50);
        yield saying(
            "NOTE",
            key,
            "NOTE " + id + " " + text,
            "NOTE " + id + " " + (json ? "{\"text\":" + Json.quoted(text) + "}" : text),
            (change, ticket) -> desk.note(change, ticket, text),
            id);
      }
      case 24, 25, 26 -> link(key, id);
      case 27 -> unlink(key, id);
      case 28, 29 -> rate(key, id);
      default -> edit(key, id);
    };
  }

  /** A change of a ticket; {@code meaning} is equal for two spellings of {@code arguments}. */
  private Said on(
      String verb,
      Optional<String> key,
      long id,
      String meaning,
      String arguments,
      Desk.Wish wish) {
    return saying(
        verb,
        key,
        verb + " " + id + " " + meaning,
        verb + (chance(10) ? "  #" : " ") + id + " " + arguments,
        (change, ticket) -> desk.change(change, ticket, wish),
        id);
  }

  private Said saying(
      String verb,
      Optional<String> key,
      String meaning,
      String line,
      BiFunction<Desk.Change, Long, Desk.Answer> carriedOut,
      long id) {
    Desk.Answer answer =
        who.map(name -> carriedOut.apply(new Desk.Change(name, key, meaning), id))
            .orElseGet(() -> Desk.Answer.refused("not-identified"));
    return said(verb, answer, key.map(k -> "@" + k + " ").orElse("") + line);
  }

  /** A time to say, and as JSON shows it. */
  private Map.Entry<String, Object> someDue() {
    if (chance(20)) {
      return Map.entry("-", Json.NULL);
    }
    String day = pick(DAYS);
    return chance(50)
        ? Map.entry(day + "T10:30Z", day + "T10:30:00.000Z")
        : Map.entry(day + "T12:30:00.5+02:00", day + "T10:30:00.500Z");
  }

  private Said due(Optional<String> key, long id) {
    Map.Entry<String, Object> due = someDue();
    boolean json = chance(30);
    return on(
        "DUE",
        key,
        id,
        due.getValue().toString(),
        json ? "{\"due\":" + jsonOf(due.getKey()) + "}" : due.getKey(),
        Desk.setting("due", "due", due.getValue()));
  }

  private static String jsonOf(String due) {
    return due.equals("-") ? "null" : Json.quoted(due);
  }

  private Said takeNext(Optional<String> key) {
    Query query = query();
    return saying(
        "TAKE",
        key,
        "TAKE NEXT " + query.terms(),
        "TAKE NEXT " + query.text(),
        (change, none) -> desk.takeNext(change, query.holds(), query.refusal()),
        0);
  }

  /** A query of one word or two, for whoever uses it then. */
  private Said save(Optional<String> key) {
    String name = pick(SAVED);
    String tag = pick(TAGS);
    String status = pick(DeskTicket.STATUSES);
    String query;
    BiPredicate<DeskTicket, String> holds;
    switch (random.nextInt(4)) {
      case 0 -> {
        query = "tag:" + tag;
        holds = (ticket, me) -> ticket.tags().contains(tag);
      }
      case 1 -> {
        query = "assignee:me -status:" + status;
        holds = (ticket, me) -> ticket.isAssignedTo(me) && !ticket.text("status").equals(status);
      }
      case 2 -> {
        query = "-author:me";
        holds = (ticket, me) -> !DeskTicket.isSameName(ticket.author, me);
      }
      default -> {
        query = "status:" + status + " -tag:" + tag;
        holds =
            (ticket, me) -> ticket.text("status").equals(status) && !ticket.tags().contains(tag);
      }
    }
    return saying(
        "SAVE",
        key,
        "SAVE " + name + " " + query,
        "SAVE " + (chance(20) ? " " : "") + name + " " + query,
        (change, none) -> desk.save(change, name, query, holds),
        0);
  }

  private Said assign(Optional<String> key, long id) {
    if (chance(30)) {
      return on("ASSIGN", key, id, "-", "-", Desk.setting("assigned", "assignee", Json.NULL));
    }
    String name = pick(NAMES);
    String spelled = spelled(name);
    return on("ASSIGN", key, id, name, spelled, Desk.setting("assigned", "assignee", spelled));
  }

  private Said close(Optional<String> key, long id) {
    String resolution = pick(RESOLUTIONS);
    boolean plain = resolution.equals("fixed") && chance(50);
    // Behind a duplicate, what begins with # is a ticket.
    Optional<String> text = plain || chance(50) ? Optional.empty() : Optional.of("ok " + text());
    String said = text.map(words -> " " + words).orElse("");
    if (resolution.equals("duplicate") && chance(50)) {
      long other = id();
      return saying(
          "CLOSE",
          key,
          "CLOSE " + id + " duplicate " + other + said,
          "CLOSE " + id + " duplicate #" + other + said,
          (change, ticket) ->
              desk.link(
                  change, ticket, "duplicates", other, Optional.of(Desk.closing(resolution, text))),
          id);
    }
    return on(
        "CLOSE",
        key,
        id,
        resolution + said,
        plain ? "" : resolution + said,
        Desk.closing(resolution, text));
  }

  private Said link(Optional<String> key, long id) {
    String type = pick(List.of("blocks", "duplicates", "relates"));
    long other = id();
    boolean json = chance(30);
    return saying(
        "LINK",
        key,
        "LINK " + id + " " + type + " " + other,
        "LINK "
            + id
            + " "
            + (json ? "{\"type\":\"" + type + "\",\"id\":" + other + "}" : type + " #" + other),
        (change, ticket) -> desk.link(change, ticket, type, other, Optional.empty()),
        id);
  }

  private Said unlink(Optional<String> key, long id) {
    long other = id();
    return saying(
        "UNLINK",
        key,
        "UNLINK " + id + " " + other,
        "UNLINK " + id + " " + other,
        (change, ticket) -> desk.unlink(change, ticket, other),
        id);
  }

  private Said rate(Optional<String> key, long id) {
    boolean one = chance(40);
    long first = 1L + random.nextInt(5);
    List<Long> scores =
        one
            ? List.of(first, first, first)
            : List.of(first, 1L + random.nextInt(5), 1L + random.nextInt(5));
    Map<String, Object> rating =
        Map.of(
            "responsiveness",
            scores.get(0),
            "competence",
            scores.get(1),
            "satisfaction",
            scores.get(2));
    Optional<String> text = chance(30) ? Optional.of("ok " + text()) : Optional.empty();
    String words =
        (one ? "" + first : scores.get(0) + " " + scores.get(1) + " " + scores.get(2))
            + text.map(said -> " " + said).orElse("");
    String json =
        "{"
            + (one
                ? "\"rating\":" + first
                : "\"responsiveness\":"
                    + scores.get(0)
                    + ",\"competence\":"
                    + scores.get(1)
                    + ",\"satisfaction\":"
                    + scores.get(2))
            + text.map(said -> ",\"text\":" + Json.quoted(said)).orElse("")
            + "}";
    return on(
        "RATE",
        key,
        id,
        scores + text.orElse("-"),
        chance(30) ? json : words,
        Desk.rating(who.orElse(""), rating, text));
  }

  private Map<String, Object> newTicket(String title, String description) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("description", description);
    fields.put("status", "open");
    fields.put("resolution", Json.NULL);
    fields.put("priority", "normal");
    fields.put("assignee", Json.NULL);
    fields.put("tags", List.of());
    fields.put("due", Json.NULL);
    fields.put("rating", Json.NULL);
    return fields;
  }

  private Said dialogue(Optional<String> key) {
    Map<String, Object> fields = newTicket(text(), chance(20) ? "" : text());
    Said one =
        saying(
            "DIALOGUE",
            key,
            "SENDTICKET " + meaning(fields),
            "SENDTICKET",
            (change, none) -> desk.file(change, fields),
            0);
    List<Map<String, Object>> prompts =
        List.of(Map.of("prompt", "Titre :"), Map.of("prompt", "Description :"));
    return new Said(
        one.verb(),
        List.of(
            one.lines().get(0),
            " " + fields.get("title") + " ",
            String.valueOf(fields.get("description"))),
        new Desk.Answer(prompts, one.answer().status()));
  }

  private Said file(Optional<String> key) {
    Map<String, Object> fields = newTicket(text(), "");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", Json.value(fields, "title"));
    if (chance(50)) {
      members.put("description", text() + "\n" + text());
    }
    if (chance(50)) {
      members.put("priority", pick(DeskTicket.PRIORITIES));
    }
    if (chance(30)) {
      members.put("assignee", chance(30) ? Json.NULL : spelled(pick(NAMES)));
    }
    if (chance(50)) {
      members.put("tags", tags());
    }
    fields.putAll(members);
    Map<String, Object> said = new LinkedHashMap<>(members);
    if (chance(20)) {
      Map.Entry<String, Object> due = someDue();
      fields.put("due", due.getValue());
      said.put("due", due.getKey().equals("-") ? Json.NULL : due.getKey());
    }
    return saying(
        "SENDTICKET",
        key,
        "SENDTICKET " + meaning(fields),
        "SENDTICKET " + json(said),
        (change, none) -> desk.file(change, fields),
        0);
  }

  private List<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      tags.add(pick(TAGS));
    }
    return List.copyOf(tags);
  }

  private Said edit(Optional<String> key, long id) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (chance(30)) {
      members.put("title", text());
    }
    if (chance(20)) {
      members.put("description", text());
    }
    if (chance(30)) {
      members.put("priority", pick(DeskTicket.PRIORITIES));
    }
    if (chance(30)) {
      members.put("assignee", chance(30) ? Json.NULL : spelled(pick(NAMES)));
    }
    if (chance(30)) {
      members.put("tags", tags());
    }
    if (chance(30)) {
      members.put("status", pick(DeskTicket.STATUSES));
    }
    if (chance(20)) {
      members.put("resolution", pick(RESOLUTIONS));
    }
    if (chance(30)) {
      members.put("version", 1L + random.nextInt(5));
    }
    Map<String, Object> said = new LinkedHashMap<>(members);
    if (chance(20)) {
      Map.Entry<String, Object> due = someDue();
      members.put("due", due.getValue());
      said.put("due", due.getKey().equals("-") ? Json.NULL : due.getKey());
    }
    return on("EDIT", key, id, meaning(members), json(said), Desk.editing(members));
  }

  /** The members in one order, tags too, and names in one spelling. */
  private static String meaning(Map<String, Object> members) {
    Set<String> parts = new TreeSet<>();
    members.forEach(
        (name, value) -> {
          String part =
              value instanceof List<?> tags ? new TreeSet<>(tags).toString() : value.toString();
          parts.add(name + "=" + (name.equals("assignee") ? part.toLowerCase(Locale.ROOT) : part));
        });
    return parts.toString();
  }

  private String json(Map<String, Object> members) {
    List<String> parts = new ArrayList<>();
    members.forEach(
        (name, value) -> {
          String json =
              value instanceof List<?> tags
                  ? tags.stream().map(tag -> '"' + tag.toString() + '"').toList().toString()
                  : value instanceof String text ? Json.quoted(text) : value.toString();
          parts.add('"' + name + "\":" + json);
        });
    Collections.shuffle(parts, random);
    return "{" + String.join(chance(50) ? "," : " , ", parts) + "}";
  }
}
