package ticketd.client.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.protocol.Json;
import ticketd.wire.Excerpt;

/** An issue as {@code gh issue list --json …} writes it. Pure. */
final class GhIssue {
  private GhIssue() {}

  /** As {@link ObjectReading} makes it. */
  static Row row(long row, Json issue) {
    String title = issue.text("title");
    if (title.isBlank()) {
      return new Row.Unreadable(row, Row.Flaw.NO_TITLE, "");
    }
    Optional<Instant> createdAt = Moments.read(issue.text("createdAt"));
    Optional<Instant> closedAt = Moments.read(issue.text("closedAt"));
    String state = issue.text("state").toUpperCase(Locale.ROOT);
    if (!List.of("", "OPEN", "CLOSED").contains(state)) {
      return new Row.Unreadable(row, Row.Flaw.NO_STATUS, Excerpt.of(state));
    }
    boolean closed =
        state.isEmpty() ? issue.flag("closed") || closedAt.isPresent() : state.equals("CLOSED");
    String reason = closed ? issue.text("stateReason") : "";
    Optional<String> resolution = resolution(reason);
    if (resolution.isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_RESOLUTION, Excerpt.of(reason));
    }
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
            closed
                ? closedAt.or(() -> Moments.read(issue.text("updatedAt"))).or(() -> createdAt)
                : closedAt,
            closed ? "closed" : "open",
            closed ? resolution : Optional.empty(),
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

  /** A resolution of ours; empty where it is none that is known. */
  private static Optional<String> resolution(String reason) {
    return switch (reason.toUpperCase(Locale.ROOT)) {
      case "", "COMPLETED" -> Optional.of("fixed");
      case "NOT_PLANNED" -> Optional.of("wont-fix");
      case "DUPLICATE" -> Optional.of("duplicate");
      default -> Optional.empty();
    };
  }
}
