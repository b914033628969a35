package ticketd.ticket;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a process of the desk does by itself, or does not let happen.
 *
 * @param escalateAfter how long a ticket is open until its priority is raised, again and again; at
 *     least a second; empty: never
 * @param maxInProgress so many tickets may somebody have in progress; empty: any number
 */
public record DeskRules(Optional<Duration> escalateAfter, OptionalInt maxInProgress) {
  public static final DeskRules NONE = new DeskRules(Optional.empty(), OptionalInt.empty());
}
