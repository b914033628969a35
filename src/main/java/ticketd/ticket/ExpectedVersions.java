package ticketd.ticket;

import java.util.List;
import java.util.Optional;

/**
 * The versions of a ticket at which alone a change is to be carried out.
 *
 * @param anyOf each 1 or more, {@link Long#MAX_VALUE} for every number beyond it; empty where the
 *     change is welcome at whatever version it meets
 */
public record ExpectedVersions(List<Long> anyOf) {
  public static final ExpectedVersions NOT_CHECKED = new ExpectedVersions(List.of());

  public ExpectedVersions {
    anyOf = List.copyOf(anyOf);
  }

  public static ExpectedVersions of(long version) {
    return new ExpectedVersions(List.of(version));
  }

  /** Why a change of {@code ticket} is refused; empty where its version is expected. */
  Optional<Rejection> refusal(Ticket ticket) {
    return anyOf.isEmpty() || anyOf.contains((long) ticket.version())
        ? Optional.empty()
        : Optional.of(new Rejection.OtherVersion(ticket.id(), anyOf.get(0), ticket.version()));
  }
}
