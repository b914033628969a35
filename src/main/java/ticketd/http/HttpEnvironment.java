package ticketd.http;

import java.time.Clock;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Entrance;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.ProcessState;
import ticketd.door.RequestMeter;
import ticketd.door.UnfinishedRequests;
import ticketd.wire.Language;

/**
 * What all HTTP connections of a server share.
 *
 * @param language of whoever asks for none
 * @param clock in the zone of the dates that are shown and asked for
 * @param scans carries out slices of long reads, two at a time
 * @param process that serves
 * @param requests counts those of this door
 */
public record HttpEnvironment(
    ActorSystem<?> system,
    Desk desk,
    Language language,
    Clock clock,
    Executor scans,
    Connections connections,
    UnfinishedRequests unfinished,
    PeerLimits limits,
    PeerLog log,
    ProcessState process,
    HttpSettings settings,
    RequestMeter requests,
    Exposition metrics,
    Entrance entrance) {}
