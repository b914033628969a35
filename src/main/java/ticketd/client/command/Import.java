package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.Pipeline;
import ticketd.client.transfer.Plan;
import ticketd.client.transfer.Row;
import ticketd.client.transfer.Source;
import ticketd.client.transfer.SourceTicket;
import ticketd.wire.ErrorCode;

/**
 * Brings the tickets of a source to a desk. What is asked for them bears keys that the source
 * gives, so that an import that was broken off goes on where it was when it is begun again.
 */
final class Import {
  /** Requests sent together: the server answers them in one turn or two. */
  private static final int BATCH = 1_000;

  private static final int BATCH_CHARS = 1 << 20;

  /** Told now and then how far it is. */
  interface OnProgress {
    void show(long done) throws IOException;
  }

  private interface OnAnswer {
    void accept(Incoming.Status status) throws Failure, IOException;
  }

  private record Asked(String request, OnAnswer onAnswer) {}

  private record Linked(long row, String from, SourceTicket.Link link) {}

  private final Pipeline pipeline;
  private final Optional<String> given;
  private final String file;
  private final ImportReport report;
  private final OnProgress progress;
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final List<Linked> links = new ArrayList<>();
  private final Deque<Asked> next = new ArrayDeque<>();

  /**
   * An import.
   *
   * @param given what the source is called, where somebody said so
   * @param file what it is called otherwise, where it says nothing itself
   */
  Import(
      Pipeline pipeline,
      Optional<String> given,
      String file,
      ImportReport report,
      OnProgress progress) {
    this.pipeline = pipeline;
    this.given = given;
    this.file = file;
    this.report = report;
    this.progress = progress;
  }

  void run(Source source) throws Failure, IOException {
    List<Asked> sent = List.of();
    boolean more = true;
    while (more || !next.isEmpty() || !sent.isEmpty()) {
      List<Asked> batch = new ArrayList<>();
      int chars = 0;
      // While the server is at work on the batch before, the next is read.
      while (batch.size() < BATCH && chars < BATCH_CHARS && (more || !next.isEmpty())) {
        if (next.isEmpty()) {
          more = read(source);
          continue;
        }
        Asked asked = next.remove();
        chars += asked.request().length();
        batch.add(asked);
      }
      answer(sent);
      if (!batch.isEmpty()) {
        pipeline.send(batch.stream().map(Asked::request).toList());
      }
      sent = batch;
      if (!more && next.isEmpty() && sent.isEmpty()) {
        askForLinks();
      }
    }
  }

  private void answer(List<Asked> sent) throws Failure, IOException {
    if (sent.isEmpty()) {
      return;
    }
    List<Incoming.Status> answers = pipeline.answers();
    for (int i = 0; i < sent.size(); i++) {
      sent.get(i).onAnswer().accept(answers.get(i));
    }
    progress.show(answers.size());
  }

  /** Queues what the next row asks for; false at the end. */
  private boolean read(Source source) throws IOException {
    Optional<Row> row = source.next();
    if (row.isEmpty()) {
      return false;
    }
    if (row.get() instanceof Row.Unreadable unreadable) {
      report.leftOut(unreadable);
    } else if (row.get() instanceof Row.Read read) {
      SourceTicket ticket = read.ticket();
      Plan plan = Plan.of(ticket, keys.computeIfAbsent(sourceOf(ticket), Plan::keysOf));
      next.add(new Asked(plan.filing().line(), status -> onFiled(plan, status)));
    }
    return true;
  }

  private String sourceOf(SourceTicket ticket) {
    String told = ticket.url().isEmpty() ? file : Plan.withoutNumber(ticket.url());
    return given.orElse(told);
  }

  private void onFiled(Plan plan, Incoming.Status status) throws Failure, IOException {
    if (!status.ok()) {
      if (status.code().equals(Optional.of(ErrorCode.CONFLICT))) {
        // Nothing else of a new ticket is in conflict with anything but its key.
        report.keyUsed(plan.row(), said(status));
      } else {
        refused(plan.row(), status);
      }
      return;
    }
    long id = status.json().number("id");
    report.filed(status.json().flag("duplicate"));
    if (!status.json().flag("duplicate")) {
      plan.told().forEach(told -> report.tell(plan.row(), told));
    }
    boolean known = ids.putIfAbsent(plan.number(), id) != null;
    if (!known) {
      plan.links().forEach(link -> links.add(new Linked(plan.row(), plan.number(), link)));
    }
    for (Plan.Step step : plan.others()) {
      next.add(new Asked(step.about(id), answer -> onOther(plan.row(), answer)));
    }
  }

  private void onOther(long row, Incoming.Status status) throws Failure, IOException {
    if (!status.ok()) {
      refused(row, status);
    }
  }

  /** A refusal that would meet all the others too is the end of it. */
  private void refused(long row, Incoming.Status status) throws Failure {
    ErrorCode code = status.code().orElse(ErrorCode.BAD_REQUEST);
    if (code == ErrorCode.FORBIDDEN || code == ErrorCode.NOT_IDENTIFIED || code == ErrorCode.FULL) {
      throw Pipeline.refusal(status);
    }
    report.leftOut(row, said(status));
  }

  private static String said(Incoming.Status refusal) {
    return refusal.said().code() + ": " + refusal.said().text();
  }

  /** Both ends tell a link; it is made from the end that says it as LINK does. */
  private void askForLinks() {
    for (Linked linked : links) {
      Long from = ids.get(linked.from());
      Long to = ids.get(linked.link().number());
      String type = linked.link().type();
      boolean said = List.of("blocks", "duplicates", "relates").contains(type);
      if (said && from != null && to != null) {
        next.add(
            new Asked(
                "LINK " + from + " " + type + " " + to, status -> onOther(linked.row(), status)));
      } else if (said) {
        String what = type + " " + linked.link().number();
        report.tell(linked.row(), new Plan.Told(Plan.Loss.LINK, what));
      }
    }
    links.clear();
  }
}
