package ticketd.door;

import java.net.InetAddress;

/**
 * Who is at the other end of a connection.
 *
 * @param name its address and port as they are logged
 * @param port of ours that it came to
 * @param encrypted whether TLS is spoken
 */
public record Peer(String name, InetAddress address, int port, boolean encrypted) {}
