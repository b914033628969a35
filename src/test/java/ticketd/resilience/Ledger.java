package ticketd.resilience;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What clients asked for and were told, and the checker that compares it with what the store says
 * happened. Thread-safe.
 */
final class Ledger {
  /** Of the tickets that only mark the end of a log. */
  static final String END_MARK = "the end";

  private static final int MOST_FINDINGS = 20;

  /** What a client knows of its request in the end. */
  enum Outcome {
    /** It was answered OK. */
    STORED,
    /** Every answer said that nothing was stored, now or later. */
    REFUSED,
    /** It may be stored or not. */
    UNKNOWN
  }

  /**
   * A request.
   *
   * @param mark a text that no other request has
   * @param sentNanos just before it was sent for the first time
   * @param answeredNanos just after its last answer came
   * @param id of the ticket, as answered; 0 unless STORED
   * @param seq of the change, as answered; 0 unless STORED
   * @param server which one answered
   */
  record Entry(
      String mark,
      Outcome outcome,
      long sentNanos,
      long answeredNanos,
      long id,
      long seq,
      int server) {}

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  long count(Outcome outcome) {
    return entries.stream().filter(entry -> entry.outcome() == outcome).count();
  }

  /** How many were answered OK, by the server that answered. */
  Map<Integer, Long> storedByServer() {
    return entries.stream()
        .filter(entry -> entry.outcome() == Outcome.STORED)
        .collect(Collectors.groupingBy(Entry::server, TreeMap::new, Collectors.counting()));
  }

  /** What is wrong, the first few findings; empty when every promise was kept. */
  List<String> check(EventLog log) {
    List<String> findings = new ArrayList<>();
    checkNumbers(log, findings);
    checkMarks(log, findings);
    checkRealTime(findings);
    return findings.subList(0, Math.min(findings.size(), MOST_FINDINGS));
  }

  /** Sequence numbers, ids and versions count 1, 2, 3 …. */
  private static void checkNumbers(EventLog log, List<String> findings) {
    long seq = 0;
    Map<Long, Long> versions = new HashMap<>();
    for (EventLog.Event event : log.events()) {
      if (event.seq() != seq + 1) {
        findings.add("change " + event.seq() + " follows " + seq);
      }
      seq = event.seq();
      boolean filed = event.kind().equals("filed");
      if (filed && event.id() != versions.size() + 1) {
        findings.add("ticket " + event.id() + " follows " + versions.size());
      }
      long before = versions.getOrDefault(event.id(), 0L);
      if (filed != (before == 0) || event.version() != before + 1) {
        findings.add("version " + event.version() + " follows " + before + ": " + event);
      }
      versions.put(event.id(), event.version());
    }
  }

  /** Acknowledged: there once, as answered. Refused: not there. Unknown: at most once. */
  private void checkMarks(EventLog log, List<String> findings) {
    Map<String, EventLog.Event> byMark = new HashMap<>();
    for (EventLog.Event event : log.events()) {
      if (!event.mark().equals(END_MARK) && byMark.put(event.mark(), event) != null) {
        findings.add("stored twice: " + event);
      }
    }
    for (Entry entry : entries) {
      EventLog.Event event = byMark.remove(entry.mark());
      if (entry.outcome() == Outcome.STORED) {
        if (event == null) {
          findings.add("lost: " + entry);
        } else if (event.id() != entry.id() || event.seq() != entry.seq()) {
          findings.add("answered otherwise than stored: " + entry + ", " + event);
        }
      } else if (entry.outcome() == Outcome.REFUSED && event != null) {
        findings.add("refused and stored: " + entry + ", " + event);
      }
    }
    byMark.values().forEach(event -> findings.add("nobody asked for " + event));
  }

  /** What was answered before another was asked for has the lower number. */
  private void checkRealTime(List<String> findings) {
    List<Entry> stored =
        entries.stream()
            .filter(entry -> entry.outcome() == Outcome.STORED)
            .sorted(Comparator.comparingLong(Entry::seq).reversed())
            .toList();
    if (stored.isEmpty()) {
      return;
    }
    Entry firstAnswered = stored.get(0);
    for (Entry entry : stored) {
      if (firstAnswered.answeredNanos() - entry.sentNanos() < 0) {
        findings.add("out of order: " + entry + " was sent after the answer to " + firstAnswered);
      }
      if (entry.answeredNanos() - firstAnswered.answeredNanos() < 0) {
        firstAnswered = entry;
      }
    }
  }
}
