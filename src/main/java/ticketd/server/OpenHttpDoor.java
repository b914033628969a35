package ticketd.server;

import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.UnfinishedRequests;
import ticketd.http.HttpEnvironment;
import ticketd.http.HttpFlow;
import ticketd.http.HttpSettings;
import ticketd.server.metrics.Meters;
import ticketd.server.metrics.Scrape;
import ticketd.server.metrics.ServerFigures;
import ticketd.server.settings.Settings;
import ticketd.server.tls.TlsDoor;
import ticketd.session.SessionEnvironment;
import ticketd.store.OpenStore;
import ticketd.wire.ErrorCode;

/** Composes the HTTP door over the desk, the limits and the log of the line door. */
final class OpenHttpDoor implements HttpDoor {
  private final HttpFlow flow;

  private OpenHttpDoor(HttpFlow flow) {
    this.flow = flow;
  }

  /** A door to {@code store}, beside the sessions of {@code lines}. */
  static HttpDoor open(
      ActorSystem<Void> system,
      Settings settings,
      OpenStore store,
      Optional<TlsDoor> tls,
      SessionEnvironment lines,
      UnfinishedRequests unfinished,
      PeerLimits limits,
      Meters meters,
      Clock clock) {
    ServerFigures figures =
        new ServerFigures(
            meters,
            lines.connections(),
            unfinished,
            lines.log(),
            store::figures,
            tls.map(door -> door::end),
            () -> settings.store().file().toFile().getUsableSpace());
    return new OpenHttpDoor(
        HttpFlow.create(
            new HttpEnvironment(
                system,
                lines.desk(),
                lines.language(),
                clock.withZone(settings.zone()),
                lines.scans(),
                lines.connections(),
                unfinished,
                limits,
                lines.log(),
                lines.process(),
                new HttpSettings(settings.http().hosts(), settings.http().proxies()),
                meters.http(),
                new Scrape(figures),
                lines.entrance())));
  }

  @Override
  public Flow<ByteString, ByteString, NotUsed> flow(Peer peer, long started) {
    return flow.of(peer, started);
  }

  @Override
  public ByteString refusal(ErrorCode code) {
    return flow.refusal(code);
  }
}
