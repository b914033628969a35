package ticketd.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a token is asked for. */
public sealed interface Lifetime {
  /** Of a token for which nothing is said. */
  Duration USUAL = Duration.ofDays(90);

  /** {@link #USUAL}, or as long as what it is made with, where that is shorter. */
  record Usual() implements Lifetime {}

  record Of(Duration time) implements Lifetime {}

  record Never() implements Lifetime {}

  /** Of a browser's session, until it is renewed. */
  Duration SESSION = Duration.ofHours(12);

  /** {@link #SESSION}, or as long as what it is made with, where that is shorter. */
  record Session() implements Lifetime {}

  /** When a token made now ends, should {@code maker} end then; empty: never. */
  default Optional<Instant> endOf(Instant now, Optional<Instant> maker) {
    if (this instanceof Of of) {
      return Optional.of(now.plus(of.time()));
    } else if (this instanceof Never) {
      return Optional.empty();
    }
    Instant usual = now.plus(this instanceof Session ? SESSION : USUAL);
    return Optional.of(maker.filter(end -> end.isBefore(usual)).orElse(usual));
  }
}
