package ticketd.server.tls;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.util.ByteString;
import ticketd.door.PeerLimits;
import ticketd.door.UnfinishedRequests;
import ticketd.server.text.Texts;
import ticketd.tls.PemException;
import ticketd.tls.TlsCodec;

/** What all connections over TLS share. Thread-safe. */
public final class TlsDoor implements AutoCloseable {
  /** The first byte of a connection that speaks TLS, and of no request. */
  public static final byte HELLO = 0x16;

  private final Renewal renewal;
  private final HandshakePool handshakes = new HandshakePool();
  private final TlsMeter meter;
  private final boolean http;

  private TlsDoor(Renewal renewal, TlsMeter meter, boolean http) {
    this.renewal = renewal;
    this.meter = meter;
    this.http = http;
  }

  /**
   * Opens it.
   *
   * @param http whether HTTP is spoken behind it
   * @throws PemException where the files cannot be used
   */
  public static TlsDoor open(TlsFiles files, boolean http, TlsMeter meter, Texts texts, Clock clock)
      throws PemException {
    return new TlsDoor(Renewal.of(files, texts, clock), meter, http);
  }

  /** From now on serves by what the files hold, soon after they changed. */
  public void renewIn(ActorSystem<?> system) {
    renewal.start(system);
  }

  /**
   * One connection.
   *
   * @param stage from encrypted bytes to plain ones, and back
   * @param isHttp whether the peer asked for HTTP and nothing else; known when it says something
   */
  public record Begun(
      BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> stage,
      BooleanSupplier isHttp) {}

  public Begun begin(UnfinishedRequests unfinished, PeerLimits limits) {
    TlsCodec codec = new TlsCodec(renewal.current().engine(http));
    return new Begun(
        BidiFlow.fromGraph(new TlsStage(codec, handshakes, meter, unfinished, limits)),
        () -> codec.protocol().equals(TlsContext.HTTP));
  }

  /** When the certificate that is served ends. */
  public Instant end() {
    return renewal.current().end();
  }

  /** The same from 14 days before. */
  public Optional<Instant> nearEnd() {
    return renewal.nearEnd();
  }

  @Override
  public void close() {
    renewal.close();
    handshakes.close();
  }
}
