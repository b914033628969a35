package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ticketd.credential.Password;
import ticketd.credential.PasswordHash;
import ticketd.testing.Waiting;
import ticketd.wire.Message;
import ticketd.wire.Text;

class PasswordsTest {
  @Test
  void shouldTellOfAFaultWhoeverWaitsForIt() {
    try (HashQueue queue = new HashQueue()) {
      // No function of RFC 8018 has a cost of nothing.
      Passwords passwords =
          new Passwords(new Penalties(System::nanoTime), queue, new PasswordHash(0));
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Passwords.Outcome> told = new CompletableFuture<>();
        passwords.make(new Source("here"), Password.presented("secret"), told::complete);
        Passwords.Outcome outcome =
            told.orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(outcome).isInstanceOf(Passwords.Refused.class);
        assertThat(outcome).asString().contains(Message.of(Text.FAULT).toString());
      }
    }
  }
}
