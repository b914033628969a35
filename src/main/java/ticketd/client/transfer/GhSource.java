package ticketd.client.transfer;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.protocol.Json;
import ticketd.protocol.JsonObjects;

/** What {@code gh issue list --json …} writes: an array of objects, or one object after another. */
final class GhSource implements Source {
  private final Counted text;
  private final JsonObjects objects;
  private long row;
  private boolean broken;

  /** An object may have {@code most} UTF-16 units. */
  GhSource(Reader text, int most) throws IOException {
    this.text = new Counted(text, most);
    this.objects = new JsonObjects(this.text);
  }

  /** Ends where more is read in a row than an object may have. */
  private static final class Counted extends FilterReader {
    /** What a parser may read ahead of what it gives. */
    private static final int AHEAD = 64 * 1024;

    private final int most;
    private long count;

    Counted(Reader in, int most) {
      super(in);
      this.most = most;
    }

    void begin() {
      count = 0;
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
      if (count > (long) most + AHEAD) {
        throw new RowTooLongException(most);
      }
      int read = super.read(to, from, Math.min(length, AHEAD));
      count += Math.max(0, read);
      return read;
    }
  }

  @Override
  public Optional<Row> next() throws IOException {
    if (broken) {
      return Optional.empty();
    }
    row++;
    text.begin();
    try {
      return objects.next().map(this::row);
    } catch (RowTooLongException e) {
      broken = true;
      return Optional.of(
          new Row.Unreadable(row, Row.Flaw.OBJECT_TOO_LONG, Integer.toString(e.limit())));
    } catch (IllegalArgumentException e) {
      // Where an object ends that is malformed nobody can tell.
      broken = true;
      return Optional.of(
          new Row.Unreadable(row, Row.Flaw.NOT_JSON, String.valueOf(e.getMessage())));
    }
  }

  private Row row(Json issue) {
    String title = issue.text("title");
    if (title.isBlank()) {
      return new Row.Unreadable(row, Row.Flaw.NO_TITLE, "");
    }
    boolean closed = issue.text("state").toUpperCase(Locale.ROOT).equals("CLOSED");
    Optional<Instant> createdAt = Moments.read(issue.text("createdAt"));
    Optional<Instant> closedAt =
        Moments.read(issue.text("closedAt"))
            .or(() -> Moments.read(issue.text("updatedAt")))
            .or(() -> createdAt);
    List<Remark> remarks = new ArrayList<>();
    for (Json comment : issue.objects("comments")) {
      remarks.add(
          new Remark(
              login(comment.object("author")),
              Moments.read(comment.text("createdAt")),
              comment.text("body"),
              false));
    }
    return new Row.Read(
        new SourceTicket(
            row,
            issue.text("number"),
            issue.text("url"),
            title,
            issue.text("body"),
            login(issue.object("author")),
            createdAt,
            closed ? closedAt : Optional.empty(),
            closed ? "closed" : "open",
            closed ? Optional.of(resolution(issue.text("stateReason"))) : Optional.empty(),
            "normal",
            issue.objects("assignees").stream()
                .map(person -> person.text("login"))
                .filter(name -> !name.isBlank())
                .toList(),
            issue.objects("labels").stream().map(label -> label.text("name")).toList(),
            Optional.empty(),
            List.copyOf(remarks),
            List.of()));
  }

  private static String login(Optional<Json> person) {
    return person.map(somebody -> somebody.text("login")).orElse("");
  }

  private static String resolution(String reason) {
    return switch (reason.toUpperCase(Locale.ROOT)) {
      case "NOT_PLANNED" -> "wont-fix";
      case "DUPLICATE" -> "duplicate";
      default -> "fixed";
    };
  }
}
