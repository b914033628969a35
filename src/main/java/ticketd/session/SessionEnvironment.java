package ticketd.session;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.protocol.Language;
import ticketd.protocol.RequestParser;
import ticketd.store.StoreMessage;
import ticketd.store.TicketReader;

/**
 * What all sessions of a server share.
 *
 * @param scans carries out slices of long reads, two at a time
 * @param uptime since the server started
 */
public record SessionEnvironment(
    ActorRef<StoreMessage> store,
    TicketReader reader,
    RequestParser parser,
    Language language,
    ZoneId zone,
    Executor scans,
    Connections connections,
    SessionLog log,
    Supplier<Duration> uptime) {}
