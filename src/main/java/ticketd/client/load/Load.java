package ticketd.client.load;

import ticketd.client.link.ServerAddress;

/**
 * A load to put on a server.
 *
 * @param preamble requests each connection sends first, outside the measurement, an LF behind each
 * @param preambleReplies how many they are
 * @param request the line sent again and again, without LF
 * @param connections 1 or more
 * @param depth requests a connection keeps unanswered, 1 or more
 * @param requests in all, 1 or more
 */
public record Load(
    ServerAddress address,
    String preamble,
    int preambleReplies,
    String request,
    int connections,
    int depth,
    long requests) {}
