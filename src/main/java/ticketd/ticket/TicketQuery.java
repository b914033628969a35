package ticketd.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A filter: every term must hold. Without terms it holds for every ticket. */
public record TicketQuery(List<Term> terms) {
  public static final TicketQuery ALL = new TicketQuery(List.of());

  public TicketQuery {
    terms = List.copyOf(terms);
  }

  /** One word of a query, its value already parsed. */
  public sealed interface Term {}

  public record StatusIn(Set<Status> statuses) implements Term {}

  public record PriorityIn(Set<Priority> priorities) implements Term {}

  public record AuthorIs(Identity author) implements Term {}

  public record AssigneeIs(Optional<Identity> assignee) implements Term {}

  public record HasTag(String tag) implements Term {}

  /** Both ends inclusive; {@code 1} and {@link Long#MAX_VALUE} where the query left one out. */
  public record IdIn(long from, long to) implements Term {}

  /** Filed at {@code from} or later and before {@code until}. */
  public record CreatedIn(Instant from, Instant until) implements Term {}

  /** Last changed at {@code from} or later and before {@code until}. */
  public record UpdatedIn(Instant from, Instant until) implements Term {}

  /** {@code folded}, see {@link TextFold}, occurs in the title. */
  public record TitleHas(String folded) implements Term {}

  /** {@code folded} occurs in the title, the description or a comment. */
  public record TextHas(String folded) implements Term {}

  /** The long texts of a ticket, read only where a term asks for them. */
  public interface Texts {
    String description();

    /** Oldest first. */
    Iterable<String> comments();
  }

  public boolean matches(Ticket ticket, Texts texts) {
    for (Term term : terms) {
      if (!holds(term, ticket, texts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Term term, Ticket ticket, Texts texts) {
    if (term instanceof StatusIn in) {
      return in.statuses().contains(ticket.status());
    } else if (term instanceof PriorityIn in) {
      return in.priorities().contains(ticket.priority());
    } else if (term instanceof AuthorIs is) {
      return is.author().equals(ticket.author());
    } else if (term instanceof AssigneeIs is) {
      return is.assignee().equals(ticket.assignee());
    } else if (term instanceof HasTag has) {
      return ticket.tags().contains(has.tag());
    } else if (term instanceof IdIn in) {
      return in.from() <= ticket.id() && ticket.id() <= in.to();
    } else if (term instanceof CreatedIn in) {
      return isWithin(ticket.createdAt(), in.from(), in.until());
    } else if (term instanceof UpdatedIn in) {
      return isWithin(ticket.updatedAt(), in.from(), in.until());
    } else if (term instanceof TitleHas has) {
      return TextFold.fold(ticket.title()).contains(has.folded());
    } else if (term instanceof TextHas has) {
      return textHas(has.folded(), ticket, texts);
    }
    throw new IllegalArgumentException("no rule for " + term);
  }

  private static boolean isWithin(Instant instant, Instant from, Instant until) {
    return !instant.isBefore(from) && instant.isBefore(until);
  }

  private static boolean textHas(String folded, Ticket ticket, Texts texts) {
    if (TextFold.fold(ticket.title()).contains(folded)
        || TextFold.fold(texts.description()).contains(folded)) {
      return true;
    }
    for (String comment : texts.comments()) {
      if (TextFold.fold(comment).contains(folded)) {
        return true;
      }
    }
    return false;
  }
}
