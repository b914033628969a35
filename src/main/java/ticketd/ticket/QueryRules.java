package ticketd.ticket;

import java.util.Optional;

/** What each command does to the queries that the desk keeps, as pure functions. */
public final class QueryRules {
  /** So many can be kept at a time. */
  public static final int MAX_SAVED = 1_000;

  private QueryRules() {}

  /** What a command would do to the queries it was decided against. */
  public sealed interface Decision {
    /** To be stored. */
    record Accepted(QueryEvent event) implements Decision {}

    /** It is kept as asked. */
    record AsItStands(SavedQuery query) implements Decision {}

    record Refused(Rejection rejection) implements Decision {}
  }

  /** What {@code command} does. */
  public static Decision decide(QueryCommand command, SavedQueries saved) {
    Optional<SavedQuery> before = saved.get(command.name());
    if (command instanceof QueryCommand.Save save) {
      if (before.isEmpty() && saved.all().size() >= MAX_SAVED) {
        return new Decision.Refused(new Rejection.TooManyQueries(MAX_SAVED));
      } else if (before.isPresent() && before.get().query().equals(save.query())) {
        return new Decision.AsItStands(before.get());
      }
      return new Decision.Accepted(new QueryEvent.Saved(save.name(), save.query()));
    }
    return before.isEmpty()
        ? new Decision.Refused(new Rejection.NoSuchQuery(command.name()))
        : new Decision.Accepted(new QueryEvent.Unsaved(command.name()));
  }
}
