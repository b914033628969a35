package ticketd.http;

import java.util.Optional;
import ticketd.door.Entrance;
import ticketd.ticket.Principal;

/** For how long somebody may read on what they began to read. Thread-safe. */
final class Right {
  private final Entrance entrance;
  private final Optional<Principal.Known> who;

  /** Of nobody in particular it holds for ever. */
  Right(Entrance entrance, Asker asker) {
    this.entrance = entrance;
    this.who = asker.known();
  }

  boolean holds() {
    return who.isEmpty() || entrance.now(who.get()).isPresent();
  }

  /** {@code look} runs whenever it may have ended. */
  void onLook(Runnable look) {
    if (who.isPresent()) {
      entrance.signedIn().add(look);
    }
  }

  void forget(Runnable look) {
    if (who.isPresent()) {
      entrance.signedIn().remove(look);
    }
  }
}
