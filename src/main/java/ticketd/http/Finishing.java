package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What the head of every answer says besides what its handler has it say. */
final class Finishing {
  /** Nothing of ours is for other sites, is another type than it says, or tells where one was. */
  private static final List<HttpHeader> ALWAYS =
      List.of(
          RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"));

  /** What a page is made of comes from here alone, and no text becomes markup or a script. */
  private static final HttpHeader PAGE_POLICY =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
              + "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
              + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
              + "require-trusted-types-for 'script'; trusted-types 'none'");

  private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  /** A browser asks for name and password by itself where it is offered Basic. */
  private static final HttpHeader BASIC =
      RawHeader.create("WWW-Authenticate", "Basic realm=\"ticketd\", charset=\"UTF-8\"");

  private static final HttpHeader BEARER =
      RawHeader.create("WWW-Authenticate", "Bearer realm=\"ticketd\"");

  private Finishing() {}

  /** The answer to what is no request, of which nothing is known. */
  static HttpResponse always(HttpResponse response) {
    return response.addHeaders(ALWAYS).addHeader(NO_STORE);
  }

  /** The answer to {@code visit} with all that its head is to say. */
  static HttpResponse of(
      HttpResponse response, Gate.Visit visit, Optional<Route.Audience> audience) {
    List<HttpHeader> headers = new ArrayList<>(ALWAYS);
    if (audience.equals(Optional.of(Route.Audience.PAGE))) {
      headers.add(PAGE_POLICY);
    }
    if (Heads.value(response, "cache-control").isEmpty()) {
      headers.add(NO_STORE);
    }
    if (response.status().intValue() == StatusCodes.UNAUTHORIZED.intValue()) {
      headers.add(visit.isOfAScript() ? BEARER : BASIC);
    }
    return response.addHeaders(headers);
  }
}
