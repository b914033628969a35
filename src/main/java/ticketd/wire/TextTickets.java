package ticketd.wire;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import ticketd.ticket.Comment;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.Note;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;

/** Tickets in text, as LIST and SHOW show them. For one thread at a time. */
public final class TextTickets {
  static final byte[] AUTHOR = Utf8.bytes(" [");
  static final byte[] END_AUTHOR = Utf8.bytes("] ");

  private static final byte[] DASH = Utf8.bytes(" - ");
  private static final byte[] ASSIGNEE = Utf8.bytes(" · @");
  private static final byte[] TAG = Utf8.bytes(" · +");
  private static final byte[] DUE = Utf8.bytes(" · due:");
  private static final byte[] INDENT = Utf8.bytes("  ");
  private static final byte[] COMMENT = Utf8.bytes(" comment ");
  private static final byte[] NOTE = Utf8.bytes(" note ");
  private static final byte[] ASSIGNEE_FIELD = Utf8.bytes(" assignee: ");
  private static final byte[] UNASSIGNED = Utf8.bytes(" assignee: -\n");
  private static final byte[] TAGS_FIELD = Utf8.bytes(" tags: ");
  private static final byte[] UNTAGGED = Utf8.bytes(" tags: -\n");
  private static final byte[] DUE_FIELD = Utf8.bytes(" due: ");
  private static final byte[] LINKS_FIELD = Utf8.bytes(" links: ");
  private static final byte[] RATING_FIELD = Utf8.bytes(" rating: ");
  private static final byte[] NOTES_FIELD = Utf8.bytes(" notes: ");
  private static final byte[] CREATED_FIELD = Utf8.bytes(" created: ");
  private static final byte[] UPDATED_FIELD = Utf8.bytes(" updated: ");
  private static final byte[] VERSION_FIELD = Utf8.bytes(" version: ");
  private static final byte[] COMMENTS_FIELD = Utf8.bytes(" comments: ");
  private static final byte[] UNRESOLVED = Utf8.bytes(" resolution: -\n");
  private static final byte[][] STATUS_LINE =
      each(Status.values(), status -> " status: " + status.wireName() + "\n");
  private static final byte[][] RESOLUTION_LINE =
      each(Resolution.values(), resolution -> " resolution: " + resolution.wireName() + "\n");
  private static final byte[][] PRIORITY_LINE =
      each(Priority.values(), priority -> " priority: " + priority.wireName() + "\n");
  private static final byte[][] STATUS = each(Status.values(), status -> " · " + status.wireName());
  private static final byte[][] CLOSED_AS =
      each(Resolution.values(), resolution -> " · closed:" + resolution.wireName());
  private static final byte[][] PRIORITY =
      each(Priority.values(), priority -> " · " + priority.wireName());

  private static <E extends Enum<E>> byte[][] each(E[] values, Function<E, String> text) {
    return Arrays.stream(values).map(text).map(Utf8::bytes).toArray(byte[][]::new);
  }

  private final boolean dayFirst;
  private final LocalTimes filingDays;
  private final LocalTimes times;

  public TextTickets(Language language, ZoneId zone) {
    this.dayFirst = language == Language.FR;
    this.filingDays = new LocalTimes(zone);
    this.times = new LocalTimes(zone);
  }

  public void ticketLine(LineBuffer out, Ticket ticket) {
    out.append('#').append(ticket.id());
    out.append(AUTHOR).append(ticket.author().name()).append(END_AUTHOR);
    out.append(ticket.title()).append(DASH);
    if (dayFirst) {
      filingDays.dayMonthYear(out, ticket.createdAt());
    } else {
      filingDays.yearMonthDay(out, ticket.createdAt());
    }
    attributes(out, ticket, times);
    out.append('\n');
  }

  /** What differs from a new ticket, times by {@code times}. */
  static void attributes(LineBuffer out, Ticket ticket, LocalTimes times) {
    Optional<Resolution> resolution = ticket.resolution();
    if (resolution.isPresent()) {
      out.append(CLOSED_AS[resolution.get().ordinal()]);
    } else if (ticket.status() != Status.OPEN) {
      out.append(STATUS[ticket.status().ordinal()]);
    }
    if (ticket.priority() != Priority.NORMAL) {
      out.append(PRIORITY[ticket.priority().ordinal()]);
    }
    Optional<Identity> assignee = ticket.assignee();
    if (assignee.isPresent()) {
      out.append(ASSIGNEE).append(assignee.get().name());
    }
    List<String> tags = ticket.tags();
    for (int i = 0; i < tags.size(); i++) {
      out.append(TAG).append(tags.get(i));
    }
    Optional<Instant> due = ticket.extras().due();
    if (due.isPresent()) {
      times.minutes(out.append(DUE), due.get());
    }
  }

  public void details(LineBuffer out, TicketDetails details) {
    Ticket ticket = details.ticket();
    ticketLine(out, ticket);
    out.append(STATUS_LINE[ticket.status().ordinal()]);
    Optional<Resolution> resolution = ticket.resolution();
    out.append(resolution.isEmpty() ? UNRESOLVED : RESOLUTION_LINE[resolution.get().ordinal()]);
    out.append(PRIORITY_LINE[ticket.priority().ordinal()]);
    Optional<Identity> assignee = ticket.assignee();
    if (assignee.isEmpty()) {
      out.append(UNASSIGNED);
    } else {
      field(out, ASSIGNEE_FIELD, assignee.get().name());
    }
    if (ticket.tags().isEmpty()) {
      out.append(UNTAGGED);
    } else {
      field(out, TAGS_FIELD, tags(ticket));
    }
    ticket.extras().due().ifPresent(due -> timeField(out, DUE_FIELD, due));
    if (!details.links().isEmpty()) {
      field(out, LINKS_FIELD, details.links().stream().map(Link::toString).collect(joining(", ")));
    }
    ticket.extras().rating().ifPresent(rating -> field(out, RATING_FIELD, rating.toString()));
    timeField(out, CREATED_FIELD, ticket.createdAt());
    timeField(out, UPDATED_FIELD, ticket.updatedAt());
    numberField(out, VERSION_FIELD, ticket.version());
    numberField(out, COMMENTS_FIELD, ticket.comments());
    if (details.noteCount() > 0) {
      numberField(out, NOTES_FIELD, details.noteCount());
    }
    indented(out, details.description());
    for (Comment comment : details.comments()) {
      out.append(COMMENT).append((long) comment.n());
      said(out, comment.author(), comment.createdAt(), comment.text());
    }
    for (Note note : details.notes()) {
      out.append(NOTE).append((long) note.n());
      said(out, note.author(), note.createdAt(), note.text());
    }
  }

  private void said(LineBuffer out, Identity author, Instant at, String text) {
    out.append(AUTHOR).append(author.name()).append(END_AUTHOR);
    times.withOffset(out, at);
    out.append('\n');
    indented(out, text);
  }

  private static void field(LineBuffer out, byte[] name, String value) {
    out.append(name).append(value).append('\n');
  }

  private static void numberField(LineBuffer out, byte[] name, long value) {
    out.append(name).append(value).append('\n');
  }

  private void timeField(LineBuffer out, byte[] name, Instant value) {
    times.withOffset(out.append(name), value);
    out.append('\n');
  }

  /** Each line of {@code text} behind two spaces; of an empty text, none. */
  private static void indented(LineBuffer out, String text) {
    if (text.isEmpty()) {
      return;
    }
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      out.append(INDENT).append(text.substring(from, end)).append('\n');
      from = end + 1;
    }
    out.append(INDENT).append(text.substring(from)).append('\n');
  }

  /** All of them, spaces between, or {@code -}. */
  public static String tags(Ticket ticket) {
    return ticket.tags().isEmpty() ? "-" : String.join(" ", ticket.tags());
  }
}
