package ticketd.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import ticketd.door.RequestMeter;
import ticketd.door.Requests;
import ticketd.wire.Verb;

/**
 * What one method of one path is answered by.
 *
 * @param template the path, with a name in braces for each segment that varies: {@code
 *     /api/v1/tickets/{id}}
 * @param maxBodyBytes what a body may have; 0 where there must be none
 * @param verb of the line protocol that it is the same as, where it is that of one
 */
record Route(
    HttpMethod method,
    String template,
    int maxBodyBytes,
    Audience audience,
    Handler handler,
    Optional<Verb> verb) {
  private static final String API_ROOT = "/api/v1";

  /** Whom a route is for. */
  enum Audience {
    /** Programs, a page's scripts among them: who asks is looked at, nothing is kept. */
    API,
    /** The same, whoever asks, or nobody. */
    ANYBODY,
    /** A browser's window: it may come from elsewhere; the same bytes for everybody. */
    PAGE,
    /** What a page is made of: the same bytes for everybody. */
    ASSET,
    /** Who looks whether the server lives, and may name no host. */
    HEALTH;

    /** Whether it matters who asks: a page is the same for everybody. */
    boolean looksAtWho() {
      return this == API || this == ANYBODY;
    }
  }

  /** A route that is no verb's. */
  Route(HttpMethod method, String template, int maxBodyBytes, Audience audience, Handler handler) {
    this(method, template, maxBodyBytes, audience, handler, Optional.empty());
  }

  /** A route of the API. */
  Route(HttpMethod method, String template, int maxBodyBytes, Handler handler) {
    this(method, template, maxBodyBytes, Audience.API, handler);
  }

  /** This route, for those who have not signed in, too. */
  Route forAnybody() {
    return new Route(method, template, maxBodyBytes, Audience.ANYBODY, handler, verb);
  }

  /** This route, whose requests count as those of a verb. */
  Route as(Verb counted) {
    return new Route(method, template, maxBodyBytes, audience, handler, Optional.of(counted));
  }

  /** This route, whose answer says that there is nothing at the address. */
  Route notFound() {
    Handler missing =
        call ->
            handler
                .handle(call)
                .thenApply(
                    answer ->
                        answer.status().equals(StatusCodes.OK)
                            ? answer.withStatus(StatusCodes.NOT_FOUND)
                            : answer);
    return new Route(method, template, maxBodyBytes, audience, missing, verb);
  }

  /** Where its requests are counted: by their verb, else by what the path begins with. */
  Requests countedBy(RequestMeter meter) {
    return verb.map(meter::of).orElseGet(() -> meter.of(name()));
  }

  private String name() {
    if (audience == Audience.PAGE || audience == Audience.ASSET) {
      return "page";
    }
    String path = template.startsWith(API_ROOT) ? template.substring(API_ROOT.length()) : template;
    return path.replaceFirst("^/", "").replaceFirst("[/.].*", "");
  }
}
