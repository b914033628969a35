package ticketd.http;

import org.apache.pekko.http.javadsl.model.HttpMethod;

/**
 * What one method of one path is answered by.
 *
 * @param template the path, with a name in braces for each segment that varies: {@code
 *     /api/v1/tickets/{id}}
 * @param maxBodyBytes what a body may have; 0 where there must be none
 */
record Route(
    HttpMethod method, String template, int maxBodyBytes, Audience audience, Handler handler) {
  /** Whom a route is for. */
  enum Audience {
    /** Programs, a page's scripts among them: who asks is looked at, nothing is kept. */
    API,
    /** A browser's window: it may come from elsewhere; the same bytes for everybody. */
    PAGE,
    /** What a page is made of: the same bytes for everybody. */
    ASSET,
    /** Who looks whether the server lives, and may name no host. */
    HEALTH
  }

  /** A route of the API. */
  Route(HttpMethod method, String template, int maxBodyBytes, Handler handler) {
    this(method, template, maxBodyBytes, Audience.API, handler);
  }
}
