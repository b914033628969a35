package ticketd.ticket;

import java.time.Clock;
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

  public record CreatedIn(TimeRange range) implements Term {}

  /** Last changed in that time. */
  public record UpdatedIn(TimeRange range) implements Term {}

  /** To be done in that time; without a range, at no time. */
  public record DueIn(Optional<TimeRange> range) implements Term {}

  /** Not closed, and to be done before the moment at which that is asked. */
  public record IsOverdue(Clock clock) implements Term {}

  /** A ticket that is not closed blocks it, at the moment at which that is asked. */
  public record IsBlocked() implements Term {}

  /** The desk raised its priority, and it was not closed since. */
  public record IsEscalated() implements Term {}

  /** Linked with that ticket, whatever by, at the moment at which that is asked. */
  public record LinkedTo(long id) implements Term {}

  /** With a mean rating of {@code from} to {@code to}; 0 to 0 for none. */
  public record RatedIn(int from, int to) implements Term {}

  /** It occurs in the title. */
  public record TitleHas(SearchWord word) implements Term {}

  /** It occurs in the title, the description, a comment or a note. */
  public record TextHas(SearchWord word) implements Term {}

  /** All of them hold. */
  public record AllOf(List<Term> terms) implements Term {
    public AllOf {
      terms = List.copyOf(terms);
    }
  }

  /**
   * What is saved under that name at the time of use, see {@link SavedTerms}; without that nothing
   * can be matched.
   */
  public record Saved(String name, Reading reading) implements Term {}

  /** Makes terms of what is saved, for whoever said its name. */
  public interface Reading {
    /** Adds the terms to {@code into}, or says why there are none for whoever asks. */
    Optional<Rejection> read(SavedQuery saved, List<Term> into);
  }

  /** The complement of another term. */
  public record Not(Term term) implements Term {}

  /** What is known of a ticket beside its fields, looked for only where a term asks for it. */
  public interface Texts {
    String description();

    /** In any order; there may be more of them than can be held. */
    Iterable<String> comments();

    /** The same of those that may be seen. */
    default Iterable<String> notes() {
      return List.of();
    }

    /** Whether a ticket that is not closed blocks it. */
    default boolean isBlocked() {
      return false;
    }

    default boolean isLinkedTo(long id) {
      return false;
    }
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
    } else if (term instanceof DueIn in) {
      return isDueIn(in.range(), ticket.extras().due());
    } else if (term instanceof IsOverdue overdue) {
      return !ticket.isClosed() && isBefore(ticket.extras().due(), overdue.clock().instant());
    } else if (term instanceof IsBlocked) {
      return texts.isBlocked();
    } else if (term instanceof IsEscalated) {
      return ticket.extras().isEscalated();
    } else if (term instanceof LinkedTo to) {
      return texts.isLinkedTo(to.id());
    } else if (term instanceof RatedIn in) {
      int mean = ticket.extras().rating().map(Rating::mean).orElse(0);
      return in.from() <= mean && mean <= in.to();
    } else if (term instanceof TitleHas has) {
      return has.word().isIn(ticket.title());
    } else if (term instanceof TextHas has) {
      return textHas(has.word(), ticket, texts);
    } else if (term instanceof AllOf all) {
      return all.terms().stream().allMatch(each -> holds(each, ticket, texts));
    } else if (term instanceof Not not) {
      return !holds(not.term(), ticket, texts);
    }
    throw new IllegalArgumentException("no rule for " + term);
  }

  private static boolean isDueIn(Optional<TimeRange> range, Optional<Instant> due) {
    return range.isPresent() ? due.isPresent() && range.get().contains(due.get()) : due.isEmpty();
  }

  private static boolean isBefore(Optional<Instant> due, Instant now) {
    return due.isPresent() && due.get().isBefore(now);
  }

  private static boolean textHas(SearchWord word, Ticket ticket, Texts texts) {
    if (word.isIn(ticket.title()) || word.isIn(texts.description())) {
      return true;
    }
    return isInAny(word, texts.comments()) || isInAny(word, texts.notes());
  }

  private static boolean isInAny(SearchWord word, Iterable<String> texts) {
    for (String text : texts) {
      if (word.isIn(text)) {
        return true;
      }
    }
    return false;
  }
}
