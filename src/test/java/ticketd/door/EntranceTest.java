package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ticketd.credential.PasswordHash;
import ticketd.ticket.Account;
import ticketd.ticket.Accounts;
import ticketd.ticket.Cap;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.TokenHash;

class EntranceTest {
  private static final Instant END = Instant.parse("2026-11-29T10:00:00.500Z");

  /** Of which nothing is known but when they changed last. */
  private record Changed(long changedAt) implements Accounts {
    @Override
    public Optional<Account> account(Identity name) {
      return Optional.empty();
    }

    @Override
    public Optional<Account> holder(TokenHash hash) {
      return Optional.empty();
    }

    @Override
    public Collection<Account> all() {
      return List.of();
    }
  }

  private static boolean isAsBefore(long changedAt, Optional<Instant> end, Instant now) {
    try (HashQueue hashes = new HashQueue()) {
      Entrance entrance =
          new Entrance(
              new Changed(changedAt),
              new Passwords(new Penalties(Ticker.system()), hashes, new PasswordHash(1)),
              new Strangers(),
              new SignedIn(),
              new Secrecy(false),
              Clock.fixed(now, ZoneOffset.UTC));
      Principal.Known who =
          new Principal.Known(
              Identity.of("Ana").orElseThrow(),
              new Principal.Credential.ByToken(2, false),
              Role.AGENT,
              Cap.FULL,
              end,
              3);
      boolean found = entrance.isAsBefore(who);
      assertThat(found).isEqualTo(entrance.now(who).equals(Optional.of(who)));
      return found;
    }
  }

  @Test
  void shouldTakeNobodyForWhatTheyWereOnceAnAccountChangedOrTheirTimeHasCome() {
    assertThat(isAsBefore(3, Optional.empty(), END)).isTrue();
    assertThat(isAsBefore(3, Optional.of(END), END.minusMillis(1))).isTrue();
    assertThat(isAsBefore(3, Optional.of(END), END)).isFalse();
    assertThat(isAsBefore(4, Optional.empty(), END)).isFalse();
  }
}
