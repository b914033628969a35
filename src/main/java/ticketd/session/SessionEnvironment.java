package ticketd.session;

import java.util.concurrent.Executor;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Entrance;
import ticketd.door.PeerLog;
import ticketd.door.ProcessState;
import ticketd.door.RequestMeter;
import ticketd.protocol.RequestParser;
import ticketd.protocol.TicketLines;
import ticketd.wire.Language;

/**
 * What all sessions of a server share.
 *
 * @param scans carries out slices of long reads, two at a time
 * @param process that serves
 */
public record SessionEnvironment(
    Desk desk,
    RequestParser parser,
    Language language,
    TicketLines lines,
    Executor scans,
    Connections connections,
    PeerLog log,
    RequestMeter requests,
    ProcessState process,
    Entrance entrance) {}
