package ticketd.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.journal.BatchWriter;
import ticketd.journal.JournalException;
import ticketd.journal.JournalReader;
import ticketd.journal.Refs;
import ticketd.journal.SharedLog;
import ticketd.journal.StoredEvent;
import ticketd.store.DraftTickets.Draft;
import ticketd.ticket.Access;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.AccountRules;
import ticketd.ticket.Command;
import ticketd.ticket.Decision;
import ticketd.ticket.DeskEvent;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Link;
import ticketd.ticket.Links;
import ticketd.ticket.Principal;
import ticketd.ticket.Priority;
import ticketd.ticket.QueryCommand;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.QueryRules;
import ticketd.ticket.Recorded;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.Rejection;
import ticketd.ticket.SavedQuery;
import ticketd.ticket.SavedTerms;
import ticketd.ticket.Stamp;
import ticketd.ticket.Standing;
import ticketd.ticket.Surroundings;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/**
 * One turn's batch: decides each change against the caught-up state and what the batch itself did
 * before it, and encodes what was accepted. Nothing of it is visible until {@link #applyTo}.
 *
 * <p>Made under the writer's lock, once the index is caught up; used by the store actor alone.
 */
final class Deciding implements ChangeQueue.Decider {
  private static final int MAX_BATCH_BYTES = 8 << 20;

  /** Tickets a turn that the desk raises. */
  private static final int MOST_ESCALATED = 1_000;

  /** {@code keyHash} is 0 where it has no key. */
  private record OfDesk(RecordedDeskEvent recorded, long offset, long keyHash) {}

  /** {@code offset} is the event's own. */
  private record Accepted(Recorded recorded, long offset, Optional<KeyUse> key) {}

  private final SharedLog log;
  private final StoreIndex index;
  private final Reads reads;
  private final BatchWriter batch;
  private final Instant now;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<OfDesk> ofDesk = new ArrayList<>();
  private final DraftTickets tickets;
  private final NextTicket next;
  private final DraftAccounts accounts;
  private final DraftQueries saved;
  private final DraftWork work;
  private final KeyAnswers keyAnswers;

  Deciding(OpenStore store, BatchWriter batch, Instant now) {
    this.log = store.log();
    this.index = store.index();
    this.reads = store.reads();
    this.batch = batch;
    this.now = now;
    JournalReader reader = store.log().replica().reader();
    this.tickets = new DraftTickets(index, reader);
    this.next = new NextTicket(index, store.search(), tickets);
    this.accounts = new DraftAccounts(index.accounts());
    this.saved = new DraftQueries(index.saved());
    this.work = new DraftWork(store.rules().maxInProgress(), index, reader);
    this.keyAnswers = new KeyAnswers(index, reader);
  }

  @Override
  public boolean isFull() {
    return batch.bytes() >= MAX_BATCH_BYTES;
  }

  /** How many changes are in the batch. */
  int size() {
    return accepted.size() + ofDesk.size();
  }

  boolean isEmpty() {
    return accepted.isEmpty() && ofDesk.isEmpty();
  }

  /**
   * What {@code change} comes to, should the batch be stored. What it would have to read, and
   * cannot, is no reason to refuse the others.
   */
  @Override
  public Answer decide(Change change) {
    try {
      return decideReadable(change);
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.FULL) {
        return new Answer.Unavailable();
      } else if (e.kind() != JournalException.Kind.DAMAGED) {
        throw e;
      }
      reads.tell(e);
      return new Answer.Unreadable();
    }
  }

  private Answer decideReadable(Change change) {
    if (accounts.isClosed() || change.command() instanceof AccountCommand) {
      return decideByRights(change);
    }
    return decideKeyed(change, Optional.empty());
  }

  /** Of a closed desk: who it is and what he may comes before what is stored. */
  private Answer decideByRights(Change change) {
    Principal who = change.principal();
    Optional<Principal.Known> known = Optional.empty();
    if (who instanceof Principal.Claimed) {
      return accounts.isClosed() ? new Answer.NotIdentified() : new Answer.Forbidden();
    } else if (who instanceof Principal.Known before) {
      known = Standing.now(accounts, before, now);
      if (known.isEmpty()) {
        return new Answer.Revoked();
      } else if (!Access.mayAsk(known.get(), change.command())) {
        return new Answer.Forbidden();
      }
    }
    return change.command() instanceof AccountCommand command
        ? decide(command, known.<Principal>map(it -> it).orElse(who))
        : decideKeyed(change, known);
  }

  private Answer decide(AccountCommand command, Principal by) {
    if (!log.takesNewKinds()) {
      return new Answer.OldFormat();
    }
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    AccountRules.Decision decision = AccountRules.decide(command, accounts, by, at);
    if (decision instanceof AccountRules.Decision.Refused refused) {
      return new Answer.AccountRefused(refused.rejection());
    }
    OptionalLong token = OptionalLong.empty();
    if (decision instanceof AccountRules.Decision.Accepted yes) {
      for (AccountEvent event : yes.events()) {
        Stamp stamp = add(event, by.who(), Optional.empty());
        accounts.apply(event, stamp);
        if (event instanceof AccountEvent.TokenMade) {
          token = OptionalLong.of(stamp.seq());
        }
      }
    }
    Account account = accounts.account(command.account()).orElseThrow();
    boolean changed = decision instanceof AccountRules.Decision.Accepted;
    return new Answer.AccountDone(account, token, accounts.changedAt(), changed);
  }

  /** Whether there are tickets to be raised, as far as the index knows. */
  static boolean isDue(StoreIndex index, Instant now) {
    return index.openings().isPresent()
        && !index.openings().get().due(now.toEpochMilli(), 1).isEmpty();
  }

  @Override
  public void escalate() {
    if (index.openings().isEmpty() || !log.takesNewKinds()) {
      return;
    }
    Openings openings = index.openings().get();
    for (long id : openings.due(now.toEpochMilli(), MOST_ESCALATED)) {
      // What this batch changed is looked at once more when the index has it.
      if (!tickets.isChanged(id)) {
        try {
          escalate(id, openings.steps(id, now.toEpochMilli()));
        } catch (JournalException e) {
          if (e.kind() == JournalException.Kind.DAMAGED) {
            reads.tell(e);
            openings.leave(id);
          } else if (e.kind() != JournalException.Kind.FULL) {
            throw e;
          }
        }
      }
    }
  }

  private void escalate(long id, long steps) {
    Draft draft = tickets.of(id);
    for (long n = 0; n < steps && draft.ticket().priority() != Priority.URGENT; n++) {
      Stamp stamp = new Stamp(Identity.DESK, now, batch.nextSeq());
      accept(
          TicketRules.escalate(draft.ticket(), stamp), Optional.of(draft), stamp, Optional.empty());
      draft = tickets.of(id);
    }
  }

  /** {@code known} is whoever asks, where the desk is closed and he is no root. */
  private Answer decideKeyed(Change change, Optional<Principal.Known> known) {
    if (change.key().isPresent()) {
      Optional<Answer> repeated = keyAnswers.find(change, change.key().get());
      if (repeated.isPresent()) {
        return known.isPresent() ? unlessUnseen(repeated.get(), known.get()) : repeated.get();
      }
    }
    return change.command() instanceof QueryCommand command
        ? decide(command, change)
        : decideTicket(change, known);
  }

  private Answer decide(QueryCommand command, Change change) {
    if (!log.takesNewKinds()) {
      return new Answer.OldFormat();
    }
    QueryRules.Decision decision = QueryRules.decide(command, saved);
    if (decision instanceof QueryRules.Decision.Refused refused) {
      return new Answer.Rejected(refused.rejection());
    } else if (decision instanceof QueryRules.Decision.AsItStands asItStands) {
      SavedQuery query = asItStands.query();
      if (change.key().isPresent()) {
        accept(new QueryEvent.Kept(query.name(), query.seq()), change);
      }
      return new Answer.OfQuery(query.name(), query.seq(), false, false);
    }
    QueryEvent event = ((QueryRules.Decision.Accepted) decision).event();
    return new Answer.OfQuery(event.name(), accept(event, change), true, false);
  }

  /** Returns the event's number. */
  private long accept(QueryEvent event, Change change) {
    Stamp stamp = add(event, change.principal().who(), change.key());
    saved.apply(event, stamp.seq());
    change.key().ifPresent(use -> keyAnswers.add(use, stamp, event));
    return stamp.seq();
  }

  private Stamp add(DeskEvent event, Identity by, Optional<KeyUse> key) {
    Stamp stamp = new Stamp(by, now.truncatedTo(ChronoUnit.MILLIS), batch.nextSeq());
    RecordedDeskEvent recorded = new RecordedDeskEvent(stamp, event);
    batch.add(recorded, key);
    long keyHash = key.map(use -> StoredEvent.keyHash(by, use.key())).orElse(0L);
    ofDesk.add(new OfDesk(recorded, batch.lastOffset(), keyHash));
    return stamp;
  }

  /** {@code known} is whoever asks, where the desk is closed and he is no root. */
  private Answer decideTicket(Change change, Optional<Principal.Known> known) {
    Stamp stamp = new Stamp(change.principal().who(), now, batch.nextSeq());
    Command command = change.command();
    if (command instanceof TicketCommand.File file) {
      return accept(
          TicketRules.file(file, tickets.lastId() + 1, stamp),
          Optional.empty(),
          stamp,
          change.key());
    }
    if (command instanceof TicketCommand.TakeNext take) {
      SavedTerms.Expansion expansion = SavedTerms.expand(take.query(), saved);
      if (expansion instanceof SavedTerms.Expansion.Refused refused) {
        return new Answer.Rejected(refused.rejection());
      }
      Optional<Draft> best = next.find(((SavedTerms.Expansion.Expanded) expansion).query());
      if (best.isEmpty()) {
        return new Answer.Rejected(new Rejection.NothingToTake());
      }
      return decide(
          new TicketCommand.Take(best.get().ticket().id()), best.get(), known, stamp, change);
    }
    TicketCommand.OnTicket onTicket = (TicketCommand.OnTicket) command;
    if (onTicket.id() < 1 || onTicket.id() > tickets.lastId()) {
      return new Answer.Rejected(new Rejection.NoSuchTicket(onTicket.id()));
    }
    Draft draft = tickets.of(onTicket.id());
    return known.isPresent() && !sees(known.get(), draft.ticket())
        ? new Answer.Rejected(new Rejection.NoSuchTicket(onTicket.id()))
        : decide(onTicket, draft, known, stamp, change);
  }

  private static boolean sees(Principal.Known who, Ticket ticket) {
    return Access.sees(who.role(), who.who(), ticket.author());
  }

  /** A repeat by somebody who no longer sees the ticket finds none. */
  private static Answer unlessUnseen(Answer repeated, Principal.Known who) {
    return repeated instanceof Answer.Duplicate first && !sees(who, first.ticket())
        ? new Answer.Rejected(new Rejection.NoSuchTicket(first.ticket().id()))
        : repeated;
  }

  private Answer decide(
      TicketCommand.OnTicket command,
      Draft draft,
      Optional<Principal.Known> known,
      Stamp stamp,
      Change change) {
    Decision decision =
        TicketRules.decide(command, change.expected(), draft.ticket(), beside(draft, known), stamp);
    if (decision instanceof Decision.Refused refused) {
      return new Answer.Rejected(refused.rejection());
    } else if (decision instanceof Decision.Accepted yes) {
      return accept(yes.event(), Optional.of(draft), stamp, change.key());
    }
    if (change.key().isPresent()) {
      accept(new TicketEvent.Noop(draft.ticket()), Optional.of(draft), stamp, change.key());
    }
    return new Answer.Unchanged(draft.ticket());
  }

  private Answer accept(
      TicketEvent event, Optional<Draft> before, Stamp stamp, Optional<KeyUse> key) {
    if (BatchWriter.isNew(event) && !log.takesNewKinds()) {
      return new Answer.OldFormat();
    }
    Recorded recorded = new Recorded(stamp, event);
    Refs refs = batch.add(recorded, key, before.map(Draft::refs).orElse(Refs.NONE));
    accepted.add(new Accepted(recorded, batch.lastOffset(), key));
    tickets.apply(event, before, refs);
    if (event instanceof TicketEvent.Changed change) {
      work.apply(change.before(), change.after());
    }
    Ticket answered = KeyAnswers.answered(event.after(), event.kind(), stamp.seq());
    key.ifPresent(use -> keyAnswers.add(use, stamp, event.kind(), answered));
    return new Answer.Applied(event.kind(), answered);
  }

  private Surroundings beside(Draft draft, Optional<Principal.Known> known) {
    return new Surroundings() {
      @Override
      public String description() {
        return tickets.description(draft);
      }

      @Override
      public int notes() {
        return draft.notes();
      }

      @Override
      public OptionalInt limitReached(Identity who) {
        return work.limitReached(who);
      }

      @Override
      public Links links() {
        return known.isEmpty() ? tickets.links() : linksSeenBy(known.get());
      }
    };
  }

  /** A ticket that is not seen is none to link with. */
  private Links linksSeenBy(Principal.Known who) {
    return new Links() {
      @Override
      public boolean exists(long id) {
        return tickets.links().exists(id) && sees(who, tickets.of(id).ticket());
      }

      @Override
      public List<Link> of(long id) {
        return tickets.links().of(id);
      }
    };
  }

  /** Makes the batch, now published up to {@code position}, part of the index. */
  void applyTo(long position) {
    // By their numbers, which the two have together.
    int done = 0;
    for (Accepted event : accepted) {
      done = applyOfDesk(done, event.recorded().stamp().seq());
      index.apply(event.recorded(), event.offset(), event.key());
    }
    applyOfDesk(done, Long.MAX_VALUE);
    index.appliedTo(position);
  }

  private int applyOfDesk(int from, long before) {
    int done = from;
    while (done < ofDesk.size() && ofDesk.get(done).recorded().stamp().seq() < before) {
      OfDesk event = ofDesk.get(done);
      index.apply(event.recorded(), event.offset(), event.keyHash());
      done++;
    }
    return done;
  }
}
