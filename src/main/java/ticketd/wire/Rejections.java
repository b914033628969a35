package ticketd.wire;

import java.util.Optional;
import ticketd.ticket.Limits;
import ticketd.ticket.Rejection;

/** Refusals by the state: their codes and what they say. */
public final class Rejections {
  private Rejections() {}

  public static ErrorCode code(Rejection rejection) {
    if (rejection instanceof Rejection.NoSuchTicket
        || rejection instanceof Rejection.NothingToTake
        || rejection instanceof Rejection.NoSuchQuery) {
      return ErrorCode.NOT_FOUND;
    } else if (rejection instanceof Rejection.SavedForSomebody) {
      return ErrorCode.NOT_IDENTIFIED;
    }
    boolean isOfQuery =
        rejection instanceof Rejection.UnknownSaved
            || rejection instanceof Rejection.SavedNotUnderstood
            || rejection instanceof Rejection.QueryTooLong;
    return isOfQuery ? ErrorCode.BAD_REQUEST : ErrorCode.CONFLICT;
  }

  /** What the state is. */
  public static Message message(Rejection rejection) {
    if (rejection instanceof Rejection.NoSuchTicket none) {
      // Of the largest perhaps another one was typed: every larger number is read as this one.
      return none.id() == Long.MAX_VALUE
          ? Message.of(Text.NOT_FOUND)
          : Message.of(Text.NO_SUCH_TICKET, none.id());
    } else if (rejection instanceof Rejection.NothingToTake) {
      return Message.of(Text.NOTHING_TO_TAKE);
    }
    return ofQueries(rejection).orElseGet(() -> conflict(rejection));
  }

  private static Optional<Message> ofQueries(Rejection rejection) {
    if (rejection instanceof Rejection.NoSuchQuery none) {
      return Optional.of(Message.of(Text.NO_SUCH_QUERY, none.name()));
    } else if (rejection instanceof Rejection.TooManyQueries many) {
      return Optional.of(Message.of(Text.TOO_MANY_QUERIES, many.count()));
    } else if (rejection instanceof Rejection.UnknownSaved unknown) {
      return Optional.of(Message.of(Text.UNKNOWN_SAVED, unknown.name()));
    } else if (rejection instanceof Rejection.SavedForSomebody mine) {
      return Optional.of(Message.of(Text.SAVED_FOR_SOMEBODY, mine.name()));
    } else if (rejection instanceof Rejection.SavedNotUnderstood unread) {
      return Optional.of(Message.of(Text.SAVED_NOT_UNDERSTOOD, unread.name()));
    } else if (rejection instanceof Rejection.QueryTooLong tooLong) {
      return Optional.of(Message.of(Text.QUERY_TOO_LONG, tooLong.words(), Limits.MAX_QUERY_WORDS));
    }
    return Optional.empty();
  }

  private static Message conflict(Rejection rejection) {
    if (rejection instanceof Rejection.AlreadyClosed closed) {
      return Message.of(Text.ALREADY_CLOSED, closed.id(), closed.resolution().wireName());
    } else if (rejection instanceof Rejection.NotClosed open) {
      return Message.of(Text.NOT_CLOSED, open.id(), open.status().wireName());
    } else if (rejection instanceof Rejection.TakenByAnother taken) {
      return Message.of(Text.TAKEN_BY_ANOTHER, taken.id(), taken.assignee().name());
    } else if (rejection instanceof Rejection.OtherVersion other) {
      return other.expected() == Long.MAX_VALUE
          ? Message.of(Text.VERSION_BEYOND, other.id(), other.actual())
          : Message.of(Text.OTHER_VERSION, other.id(), other.actual(), other.expected());
    } else if (rejection instanceof Rejection.TooManyTags many) {
      return Message.of(Text.TOO_MANY_TAGS_ON_TICKET, many.id(), many.count(), Limits.MAX_TAGS);
    } else if (rejection instanceof Rejection.ResolutionWithoutClosing without) {
      return Message.of(Text.RESOLUTION_WITHOUT_CLOSING, without.id(), without.status().wireName());
    } else if (rejection instanceof Rejection.NotItsAuthor not) {
      return Message.of(Text.NOT_ITS_AUTHOR, not.id(), not.author().name());
    } else if (rejection instanceof Rejection.LinkedToItself itself) {
      return Message.of(Text.LINKED_TO_ITSELF, itself.id());
    } else if (rejection instanceof Rejection.TooManyLinks many) {
      return Message.of(Text.TOO_MANY_LINKS, many.id(), Limits.MAX_LINKS);
    } else if (rejection instanceof Rejection.LinkCircle circle) {
      return Message.of(
          Text.LINK_CIRCLE, circle.id(), circle.link().type().wireName(), circle.link().id());
    } else if (rejection instanceof Rejection.TooMuchInProgress much) {
      return Message.of(Text.TOO_MUCH_IN_PROGRESS, much.who().name(), much.limit());
    } else if (rejection instanceof Rejection.KeyReused reused) {
      return Message.of(Text.KEY_REUSED, reused.key().text());
    }
    throw new IllegalArgumentException("no text for " + rejection);
  }
}
