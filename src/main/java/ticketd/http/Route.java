package ticketd.http;

import org.apache.pekko.http.javadsl.model.HttpMethod;

/**
 * What one method of one path is answered by.
 *
 * @param template the path, with a name in braces for each segment that varies: {@code
 *     /api/v1/tickets/{id}}
 * @param maxBodyBytes what a body may have
 */
record Route(HttpMethod method, String template, int maxBodyBytes, Handler handler) {}
