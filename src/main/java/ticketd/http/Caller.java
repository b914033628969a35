package ticketd.http;

import java.net.InetAddress;

/**
 * Where a request comes from.
 *
 * @param address of whoever asks, as far as a proxy that is trusted says
 * @param isLocal whether it comes from this host, and through no proxy
 */
record Caller(InetAddress address, boolean isLocal) {}
