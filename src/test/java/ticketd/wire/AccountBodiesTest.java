package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.Cap;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.Role;

class AccountBodiesTest {
  @Test
  void shouldReadHoursDaysAndNever() {
    assertThat(AccountBodies.lifetime("12h")).contains(new Lifetime.Of(Duration.ofHours(12)));
    assertThat(AccountBodies.lifetime("9999d")).contains(new Lifetime.Of(Duration.ofDays(9999)));
    assertThat(AccountBodies.lifetime("never")).contains(new Lifetime.Never());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0d", "12", "h", "12H", "1.5d", "-1d", "12345h", "Never", "3w", " 1d"})
  void shouldReadNoOtherLifetime(String text) {
    assertThat(AccountBodies.lifetime(text)).isEmpty();
  }

  @Test
  void shouldLeaveAllOfANewTokenToTheDesk() throws Refusal {
    assertThat(AccountBodies.newToken("{}"))
        .isEqualTo(
            new AccountRequest.NewToken(
                Optional.empty(),
                "token",
                new Lifetime.Usual(),
                Optional.empty(),
                Optional.empty()));
    assertThat(
            AccountBodies.newToken(
                "{\"name\":\"Ana\",\"label\":\"ci\",\"cap\":\"read\",\"role\":\"agent\"}"))
        .isEqualTo(
            new AccountRequest.NewToken(
                Identity.of("Ana"),
                "ci",
                new Lifetime.Usual(),
                Optional.of(Cap.READ),
                Optional.of(Role.AGENT)));
  }

  @Test
  void shouldMakeARequesterUnlessTold() throws Refusal {
    AccountRequest.AddUser added =
        (AccountRequest.AddUser) AccountBodies.addUser("{\"name\":\"Ana\"}");
    assertThat(added.role()).isEqualTo(Role.REQUESTER);
    assertThat(added.password()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"me", "next", "ticketd", "TicketD", "", "-x"})
  void shouldRefuseNamesThatAreNobodys(String name) {
    assertThatThrownBy(() -> AccountBodies.name(name)).isInstanceOf(Refusal.class);
  }
}
