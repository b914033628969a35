package ticketd.store;

import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import ticketd.desk.Feed;
import ticketd.desk.Watched;
import ticketd.journal.StoredDeskEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;

/** A feed that ends at the place of the log where the right to it does. */
final class EndingFeed implements Feed {
  private final Feed feed;
  private final StoreIndex index;
  private final RecordWalk walk;
  private final Reads reads;
  private final Principal.Known who;
  private final Clock clock;
  private long changedAt = -1;

  /** The number of the event that ended the right, or of the last one before that was found. */
  private OptionalLong end = OptionalLong.empty();

  private boolean ended;

  EndingFeed(
      Feed feed, StoreIndex index, RecordWalk walk, Reads reads, Principal.Known who, Clock clock) {
    this.feed = feed;
    this.index = index;
    this.walk = walk;
    this.reads = reads;
    this.who = who;
    this.clock = clock;
  }

  @Override
  public long seq() {
    return feed.seq();
  }

  @Override
  public boolean isBehind() {
    return !ended && feed.isBehind();
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Watched> sink) {
    look();
    if (ended) {
      return false;
    }
    boolean more =
        feed.advance(
            deadlineNanos,
            watched -> {
              look();
              if (end.isPresent() && watched.recorded().stamp().seq() > end.getAsLong()) {
                ended = true;
                return false;
              }
              return sink.accept(watched);
            });
    ended |= end.isPresent() && feed.seq() >= end.getAsLong();
    return more && !ended;
  }

  /** What is found now holds for every change that can be read by now. */
  private void look() {
    Accounts accounts = index.accounts();
    boolean mayHaveExpired = who.expiresAt().isPresent();
    if (end.isPresent() || (accounts.changedAt() == changedAt && !mayHaveExpired)) {
      return;
    }
    changedAt = accounts.changedAt();
    Instant now = clock.instant();
    if (Standing.now(accounts, who, now).isEmpty()) {
      // Of what ends by the clock nothing tells in the log: it ends where the feed is.
      end =
          OptionalLong.of(Standing.isBeforeEnd(who, now) ? reads.read(this::findEnd) : feed.seq());
      ended = end.getAsLong() <= feed.seq();
    }
  }

  private long findEnd() {
    long last = index.changes().lastSeq();
    for (long seq = feed.seq() + 1; seq <= last; seq++) {
      if (ends(walk.record(seq))) {
        return seq;
      }
    }
    return feed.seq();
  }

  private boolean ends(StoredRecord record) {
    return record instanceof StoredDeskEvent event
        && event.recorded().event() instanceof AccountEvent ofAccount
        && ofAccount.account().equals(who.who())
        && ends(ofAccount);
  }

  private boolean ends(AccountEvent event) {
    if (event instanceof AccountEvent.RoleSet set) {
      return !set.role().isAtLeast(who.role());
    } else if (event instanceof AccountEvent.TokenRevoked revoked) {
      return who.credential() instanceof Principal.Credential.ByToken by
          && by.id() == revoked.token();
    } else if (event instanceof AccountEvent.PasswordSet) {
      return who.credential() == Principal.Credential.ByPassword.INSTANCE
          || (who.credential() instanceof Principal.Credential.ByToken by && by.byPassword());
    }
    return event instanceof AccountEvent.Disabled;
  }
}
