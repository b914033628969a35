package ticketd.door;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;

/**
 * What every door goes by where somebody says who they are.
 *
 * @param accounts as this process knows them; they are current where reads are
 * @param strangers the connections on which nobody signed in yet
 * @param secrecy by which ways secrets may come
 */
public record Entrance(
    Accounts accounts,
    Passwords passwords,
    Strangers strangers,
    SignedIn signedIn,
    Secrecy secrecy,
    Clock clock) {

  /** The same person with what they may do now; empty where what they signed in with has ended. */
  public Optional<Principal.Known> now(Principal.Known who) {
    return Standing.now(accounts, who, clock.instant());
  }

  /**
   * Whether {@link #now} would find {@code who} as is. A cheap look, for each read of lines: where
   * it says no, that one has to say what became of it.
   */
  public boolean isAsBefore(Principal.Known who) {
    return who.since() == accounts.changedAt()
        && (who.expiresAt().isEmpty() || clock.millis() < who.expiresAt().get().toEpochMilli());
  }

  public Instant instant() {
    return clock.instant();
  }
}
