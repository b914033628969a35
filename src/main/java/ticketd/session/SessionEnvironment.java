package ticketd.session;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Entrance;
import ticketd.door.PeerLog;
import ticketd.door.RequestMeter;
import ticketd.protocol.RequestParser;
import ticketd.wire.Language;

/**
 * What all sessions of a server share.
 *
 * @param scans carries out slices of long reads, two at a time
 * @param uptime since the server started
 */
public record SessionEnvironment(
    Desk desk,
    RequestParser parser,
    Language language,
    ZoneId zone,
    Executor scans,
    Connections connections,
    PeerLog log,
    RequestMeter requests,
    Supplier<Duration> uptime,
    Entrance entrance) {}
