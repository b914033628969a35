package ticketd.client.command;

import java.util.List;
import java.util.stream.Stream;

/** The members of the JSON objects that commands print, by which {@code --json} chooses. */
final class MemberNames {
  static final List<String> TICKET =
      List.of(
          "id",
          "title",
          "author",
          "status",
          "resolution",
          "priority",
          "assignee",
          "tags",
          "createdAt",
          "updatedAt",
          "version",
          "seq",
          "comments",
          "due",
          "rating",
          "escalated",
          "closedAt");

  /** Of a ticket with its texts. */
  static final List<String> DETAILS =
      with(TICKET, "description", "commentCount", "links", "notes", "noteCount");

  static final List<String> EVENT =
      List.of("event", "seq", "id", "by", "at", "changes", "comment", "ticket", "matches", "note");

  /** Of what a change answers. */
  static final List<String> CHANGE =
      List.of("ok", "id", "version", "seq", "changed", "duplicate", "ticket");

  /** Of what a change of the saved queries answers. */
  static final List<String> SAVING = List.of("ok", "name", "seq", "changed", "duplicate");

  static final List<String> SAVED = List.of("name", "query");

  static final List<String> FIGURES =
      List.of(
          "tickets",
          "open",
          "inProgress",
          "waiting",
          "closed",
          "events",
          "generation",
          "store",
          "bytes",
          "sync",
          "connections",
          "watchers",
          "uptimeSeconds",
          "searchBehind",
          "certificateEnds",
          "replicaLagMillis",
          "turns",
          "lostTurns",
          "roundTripMicros",
          "barrierMicros",
          "clockSkewMillis",
          "reconnects",
          "inDoubt",
          "escalateAfterSeconds",
          "maxInProgress");

  /** Of a group of a report. */
  static final List<String> GROUP =
      List.of(
          "group",
          "filed",
          "closed",
          "open",
          "takeMedian",
          "takeP90",
          "closeMedian",
          "closeP90",
          "responsiveness",
          "competence",
          "satisfaction");

  private MemberNames() {}

  private static List<String> with(List<String> names, String... more) {
    return Stream.concat(names.stream(), List.of(more).stream()).toList();
  }
}
