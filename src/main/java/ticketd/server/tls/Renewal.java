package ticketd.server.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.server.text.Texts;
import ticketd.tls.PemException;

/**
 * The certificate that new connections are served by: that of the files, soon after they changed.
 * Those that are open keep the one that they began with. A pair that cannot be used is warned of,
 * once, and the one before it kept.
 */
final class Renewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  /** What was written must stay as it is from one look to the next before it is taken. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** How long before its end a certificate is warned of, once a day. */
  private static final Duration NOTICE = Duration.ofDays(14);

  private final TlsFiles files;
  private final Texts texts;
  private final Clock clock;
  private volatile TlsContext current;
  private volatile Optional<Cancellable> looks = Optional.empty();

  // One look after the other uses these.
  private Object seen;
  private Object taken;
  private LocalDate warned = LocalDate.MIN;

  private Renewal(TlsFiles files, Object state, TlsContext first, Texts texts, Clock clock) {
    this.files = files;
    this.seen = state;
    this.taken = state;
    this.current = first;
    this.texts = texts;
    this.clock = clock;
  }

  /**
   * Reads the files.
   *
   * @throws PemException where they cannot be used now
   */
  static Renewal of(TlsFiles files, Texts texts, Clock clock) throws PemException {
    Object state = files.state();
    Renewal renewal = new Renewal(files, state, files.read(), texts, clock);
    renewal.warnOfEnd();
    return renewal;
  }

  /** From now on looks at the files every two seconds, until it is closed or the system ends. */
  void start(ActorSystem<?> system) {
    looks =
        Optional.of(
            system
                .scheduler()
                .scheduleWithFixedDelay(
                    LOOK,
                    LOOK,
                    this::look,
                    system.dispatchers().lookup(DispatcherSelector.blocking())));
  }

  TlsContext current() {
    return current;
  }

  /** The certificate's end, where it is near enough to be spoken of. */
  Optional<Instant> nearEnd() {
    Instant end = current.end();
    return clock.instant().plus(NOTICE).isBefore(end) ? Optional.empty() : Optional.of(end);
  }

  private void look() {
    Object state = files.state();
    boolean isStill = state.equals(seen);
    seen = state;
    if (isStill && !state.equals(taken)) {
      taken = state;
      renew();
    }
    warnOfEnd();
  }

  private void renew() {
    try {
      current = files.read();
      LOG.warn(texts.of("certificate-renewed", current.end()));
      warned = LocalDate.MIN;
    } catch (PemException e) {
      LOG.warn(texts.of("certificate-kept", PemTexts.of(e, texts)));
    } catch (RuntimeException e) {
      // A provider's, of a file that it did not expect; without this there would be no look more.
      LOG.warn(texts.of("certificate-kept", e));
    }
  }

  private void warnOfEnd() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (nearEnd().isPresent() && !today.equals(warned)) {
      warned = today;
      boolean isOver = !clock.instant().isBefore(current.end());
      LOG.warn(texts.of(isOver ? "certificate-over" : "certificate-ends", current.end()));
    }
  }

  @Override
  public void close() {
    looks.ifPresent(Cancellable::cancel);
  }
}
