package ticketd.ticket;

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

  public record CreatedIn(TimeRange range) implements Term {}

  /** Last changed in that time. */
  public record UpdatedIn(TimeRange range) implements Term {}

  /** It occurs in the title. */
  public record TitleHas(SearchWord word) implements Term {}

  /** It occurs in the title, the description or a comment. */
  public record TextHas(SearchWord word) implements Term {}

  /** The complement of another term. */
  public record Not(Term term) implements Term {}

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
      return in.range().contains(ticket.createdAt());
    } else if (term instanceof UpdatedIn in) {
      return in.range().contains(ticket.updatedAt());
    } else if (term instanceof TitleHas has) {
      return has.word().isIn(ticket.title());
    } else if (term instanceof TextHas has) {
      return textHas(has.word(), ticket, texts);
    } else if (term instanceof Not not) {
      return !holds(not.term(), ticket, texts);
    }
    throw new IllegalArgumentException("no rule for " + term);
  }

  private static boolean textHas(SearchWord word, Ticket ticket, Texts texts) {
    if (word.isIn(ticket.title()) || word.isIn(texts.description())) {
      return true;
    }
    for (String comment : texts.comments()) {
      if (word.isIn(comment)) {
        return true;
      }
    }
    return false;
  }
}
