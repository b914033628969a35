package ticketd.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.journal.BatchWriter;
import ticketd.journal.JournalException;
import ticketd.journal.JournalReader;
import ticketd.journal.Refs;
import ticketd.journal.SharedLog;
import ticketd.journal.StoredEvent;
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
import ticketd.ticket.LinkType;
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
import ticketd.ticket.Status;
import ticketd.ticket.Surroundings;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketQuery;
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

  private static final Priority[] MOST_URGENT_FIRST = {
    Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW
  };

  /** A ticket as this batch left it. {@code description} is empty where the batch set none. */
  private record Draft(Ticket ticket, Refs refs, Optional<String> description, int notes) {}

  /** {@code keyHash} is 0 where it has no key. */
  private record OfDesk(RecordedDeskEvent recorded, long offset, long keyHash) {}

  /** {@code offset} is the event's own. */
  private record Accepted(Recorded recorded, long offset, Optional<KeyUse> key) {}

  private final SharedLog log;
  private final StoreIndex index;
  private final JournalReader reader;
  private final Reads reads;
  private final Search search;
  private final BatchWriter batch;
  private final Instant now;
  private final Map<Long, Draft> drafts = new HashMap<>();
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<OfDesk> ofDesk = new ArrayList<>();
  private final DraftAccounts accounts;
  private final DraftQueries saved;
  private final DraftedLinks linked;
  private final DraftWork work;
  private final KeyAnswers keyAnswers;
  private long lastId;

  Deciding(OpenStore store, BatchWriter batch, Instant now) {
    this.log = store.log();
    this.index = store.index();
    this.accounts = new DraftAccounts(index.accounts());
    this.saved = new DraftQueries(index.saved());
    this.reader = store.log().replica().reader();
    this.reads = store.reads();
    this.search = store.search();
    this.batch = batch;
    this.now = now;
    this.lastId = index.tickets().lastId();
    this.work = new DraftWork(store.rules().maxInProgress(), index, reader);
    this.keyAnswers = new KeyAnswers(index, reader);
    this.linked = new DraftedLinks(index.links(), () -> lastId);
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
      if (e.kind() != JournalException.Kind.DAMAGED) {
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
      if (!drafts.containsKey(id)) {
        try {
          escalate(id, openings.steps(id, now.toEpochMilli()));
        } catch (JournalException e) {
          if (e.kind() != JournalException.Kind.DAMAGED) {
            throw e;
          }
          reads.tell(e);
          openings.leave(id);
        }
      }
    }
  }

  private void escalate(long id, long steps) {
    Draft draft = draft(id);
    for (long n = 0; n < steps && draft.ticket().priority() != Priority.URGENT; n++) {
      Stamp stamp = new Stamp(Identity.DESK, now, batch.nextSeq());
      accept(
          TicketRules.escalate(draft.ticket(), stamp), Optional.of(draft), stamp, Optional.empty());
      draft = draft(id);
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
          TicketRules.file(file, lastId + 1, stamp), Optional.empty(), stamp, change.key());
    }
    if (command instanceof TicketCommand.TakeNext next) {
      SavedTerms.Expansion expansion = SavedTerms.expand(next.query(), saved);
      if (expansion instanceof SavedTerms.Expansion.Refused refused) {
        return new Answer.Rejected(refused.rejection());
      }
      Optional<Draft> best = best(((SavedTerms.Expansion.Expanded) expansion).query());
      if (best.isEmpty()) {
        return new Answer.Rejected(new Rejection.NothingToTake());
      }
      return decide(
          new TicketCommand.Take(best.get().ticket().id()), best.get(), known, stamp, change);
    }
    TicketCommand.OnTicket onTicket = (TicketCommand.OnTicket) command;
    if (onTicket.id() < 1 || onTicket.id() > lastId) {
      return new Answer.Rejected(new Rejection.NoSuchTicket(onTicket.id()));
    }
    Draft draft = draft(onTicket.id());
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
    draftAfter(event, before, refs);
    Ticket answered = KeyAnswers.answered(event.after(), event.kind(), stamp.seq());
    key.ifPresent(use -> keyAnswers.add(use, stamp, event.kind(), answered));
    return new Answer.Applied(event.kind(), answered);
  }

  private void draftAfter(TicketEvent event, Optional<Draft> before, Refs refs) {
    Ticket after = event.after();
    if (event instanceof TicketEvent.Filed filed) {
      lastId = after.id();
      drafts.put(lastId, new Draft(after, refs, Optional.of(filed.description()), 0));
    } else if (event instanceof TicketEvent.Noted noted) {
      drafts.put(after.id(), new Draft(after, refs, before.orElseThrow().description(), noted.n()));
    } else if (event instanceof TicketEvent.Changed change) {
      Draft draft = before.orElseThrow();
      Optional<String> description = change.description().map(TicketEvent.TextChange::after);
      drafts.put(
          after.id(), new Draft(after, refs, description.or(draft::description), draft.notes()));
      change.links().ifPresent(links -> linked.apply(after.id(), links));
      work.apply(change.before(), after);
    }
  }

  private Draft draft(long id) {
    Draft draft = drafts.get(id);
    if (draft != null) {
      return draft;
    }
    StoredEvent event = reader.event(index.tickets().offset(id));
    NoteIndex.Notes notes = index.notes().of(id);
    return new Draft(
        reader.ticket(event),
        event.refs().withNote(notes.lastAt()),
        Optional.empty(),
        notes.count());
  }

  private Surroundings beside(Draft draft, Optional<Principal.Known> known) {
    return new Surroundings() {
      @Override
      public String description() {
        return Deciding.this.description(draft);
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
        return known.isEmpty() ? linked : linksSeenBy(known.get());
      }
    };
  }

  /** A ticket that is not seen is none to link with. */
  private Links linksSeenBy(Principal.Known who) {
    return new Links() {
      @Override
      public boolean exists(long id) {
        return linked.exists(id) && sees(who, draft(id).ticket());
      }

      @Override
      public List<Link> of(long id) {
        return linked.of(id);
      }
    };
  }

  private String description(Draft draft) {
    return draft
        .description()
        .orElseGet(() -> reader.description(reader.event(draft.refs().descriptionAt())));
  }

  /** The open, unassigned match of the highest priority, then the lowest id. */
  private Optional<Draft> best(TicketQuery query) {
    Candidates candidates = search.candidates(query, false);
    for (Priority priority : MOST_URGENT_FIRST) {
      Optional<Draft> stored = firstStored(query, priority, candidates);
      Optional<Draft> drafted = firstDrafted(query, priority);
      if (stored.isPresent() && drafted.isPresent()) {
        return stored.get().ticket().id() < drafted.get().ticket().id() ? stored : drafted;
      }
      if (stored.isPresent() || drafted.isPresent()) {
        return stored.isPresent() ? stored : drafted;
      }
    }
    return Optional.empty();
  }

  private Optional<Draft> firstStored(TicketQuery query, Priority priority, Candidates candidates) {
    PrimitiveIterator.OfLong ids = index.backlog().ids(priority, candidates);
    IndexFilter filter = new IndexFilter(index.tickets(), query);
    while (ids.hasNext()) {
      long id = ids.nextLong();
      if (!drafts.containsKey(id) && filter.mayMatch(id)) {
        Draft draft = draft(id);
        if (matches(query, draft)) {
          return Optional.of(draft);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Draft> firstDrafted(TicketQuery query, Priority priority) {
    Draft first = null;
    for (Draft draft : drafts.values()) {
      Ticket ticket = draft.ticket();
      if (ticket.status() == Status.OPEN
          && ticket.assignee().isEmpty()
          && ticket.priority() == priority
          && (first == null || ticket.id() < first.ticket().id())
          && matches(query, draft)) {
        first = draft;
      }
    }
    return Optional.ofNullable(first);
  }

  private boolean matches(TicketQuery query, Draft draft) {
    return query.matches(
        draft.ticket(),
        new TicketQuery.Texts() {
          @Override
          public String description() {
            return Deciding.this.description(draft);
          }

          @Override
          public Iterable<String> comments() {
            return commentsOf(draft);
          }

          @Override
          public Iterable<String> notes() {
            return notesOf(draft);
          }

          @Override
          public boolean isBlocked() {
            return Deciding.this.isBlocked(draft.ticket().id());
          }

          @Override
          public boolean isLinkedTo(long id) {
            return linked.of(draft.ticket().id()).stream().anyMatch(link -> link.id() == id);
          }
        });
  }

  private boolean isBlocked(long id) {
    return linked.of(id).stream()
        .anyMatch(
            link -> link.type() == LinkType.BLOCKED_BY && !draft(link.id()).ticket().isClosed());
  }

  /** Stored notes, then those of this batch. */
  private List<String> notesOf(Draft draft) {
    long id = draft.ticket().id();
    List<String> texts = new ArrayList<>();
    reader
        .notes(index.notes().of(id).lastAt(), Integer.MAX_VALUE)
        .forEach(note -> texts.add(note.text()));
    for (Accepted event : accepted) {
      if (event.recorded().event() instanceof TicketEvent.Noted noted && noted.after().id() == id) {
        texts.add(noted.note());
      }
    }
    return texts;
  }

  /** Stored comments, then those of this batch. */
  private List<String> commentsOf(Draft draft) {
    long id = draft.ticket().id();
    List<String> texts = new ArrayList<>();
    if (id <= index.tickets().lastId()) {
      StoredEvent stored = reader.event(index.tickets().offset(id));
      reader.comments(stored, Integer.MAX_VALUE).forEach(comment -> texts.add(comment.text()));
    }
    for (Accepted event : accepted) {
      if (event.recorded().event().after().id() == id) {
        event.recorded().event().comment().ifPresent(texts::add);
      }
    }
    return texts;
  }

  /** Makes the batch, now published up to {@code position}, part of the index. */
  void applyTo(long position) {
    // By their numbers, which the two have together.
    int next = 0;
    for (Accepted event : accepted) {
      next = applyOfDesk(next, event.recorded().stamp().seq());
      index.apply(event.recorded(), event.offset(), event.key());
    }
    applyOfDesk(next, Long.MAX_VALUE);
    index.appliedTo(position);
  }

  private int applyOfDesk(int from, long before) {
    int next = from;
    while (next < ofDesk.size() && ofDesk.get(next).recorded().stamp().seq() < before) {
      OfDesk event = ofDesk.get(next);
      index.apply(event.recorded(), event.offset(), event.keyHash());
      next++;
    }
    return next;
  }
}
