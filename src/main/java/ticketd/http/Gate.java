package ticketd.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import ticketd.wire.ErrorCode;
import ticketd.wire.Message;
import ticketd.wire.Text;

/**
 * What keeps other sites, in a browser of somebody who may use this server, from using it: a name
 * that was made to lead here (DNS rebinding), and requests that a foreign page makes. See the Fetch
 * Metadata Request Headers of the W3C.
 */
final class Gate {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Set<String> names;

  /** For a server that goes by {@code names}, in lower case, too. */
  Gate(Set<String> names) {
    this.names = names;
  }

  /**
   * What it looks at in a request's head.
   *
   * @param hosts the values of {@code Host}
   * @param isVersion10 whether it is of HTTP/1.0, which knows no {@code Host}
   */
  record Visit(
      String method,
      List<String> hosts,
      boolean isVersion10,
      Optional<String> origin,
      Optional<String> site,
      Optional<String> mode) {

    static Visit of(HttpRequest request) {
      return new Visit(
          request.method().name(),
          Heads.values(request, "host"),
          request.protocol().value().equals("HTTP/1.0"),
          Heads.value(request, "origin"),
          Heads.value(request, "sec-fetch-site"),
          Heads.value(request, "sec-fetch-mode"));
    }

    /** A page's script made it, not a person who goes to an address. */
    boolean isOfAScript() {
      return mode.isPresent() && !isNavigation();
    }

    boolean isNavigation() {
      return mode.equals(Optional.of("navigate"));
    }
  }

  /** Why a request is turned away; empty where it may come in. */
  Optional<Problem> check(Visit visit, Optional<Route.Audience> audience) {
    return checkHost(visit, audience).or(() -> checkSite(visit, audience));
  }

  private Optional<Problem> checkHost(Visit visit, Optional<Route.Audience> audience) {
    if (visit.hosts().size() > 1) {
      return Optional.of(Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.HOST_REPEATED)));
    }
    if (visit.hosts().isEmpty()) {
      return noHost(visit, audience);
    }
    return check(visit.hosts().get(0));
  }

  /** Why a server of that name is not this one; empty where it is. */
  Optional<Problem> check(String authority) {
    return isOurs(authority)
        ? Optional.empty()
        : Optional.of(misdirected(Message.of(Text.HOST_FOREIGN, authority)));
  }

  private static Optional<Problem> noHost(Visit visit, Optional<Route.Audience> audience) {
    if (!visit.isVersion10()) {
      return Optional.of(Problem.of(ErrorCode.BAD_REQUEST, Message.of(Text.HOST_MISSING)));
    }
    boolean isHealth = audience.equals(Optional.of(Route.Audience.HEALTH));
    return isHealth ? Optional.empty() : Optional.of(misdirected(Message.of(Text.HOST_MISSING)));
  }

  private static Problem misdirected(Message detail) {
    return new Problem(StatusCodes.MISDIRECTED_REQUEST.intValue(), ErrorCode.FORBIDDEN, detail);
  }

  private boolean isOurs(String text) {
    return Authority.of(text)
        .filter(
            authority ->
                authority.isAddress()
                    || authority.host().equals("localhost")
                    || authority.host().matches(".+\\.localhost")
                    || names.contains(authority.host()))
        .isPresent();
  }

  private static Optional<Problem> checkSite(Visit visit, Optional<Route.Audience> audience) {
    boolean isOwn =
        SAFE.contains(visit.method())
            ? visit.site().map(OWN_SITES::contains).orElse(true) || isVisit(visit, audience)
            : visit.site().map(OWN_SITES::contains).orElseGet(() -> isOwnOrigin(visit));
    return isOwn
        ? Optional.empty()
        : Optional.of(Problem.of(ErrorCode.FORBIDDEN, Message.of(Text.ORIGIN_FOREIGN)));
  }

  /** Somebody follows a link to a page of ours. */
  private static boolean isVisit(Visit visit, Optional<Route.Audience> audience) {
    return visit.isNavigation() && audience.equals(Optional.of(Route.Audience.PAGE));
  }

  /** Where {@code Origin} is the host asked, whatever scheme a proxy speaks; or no browser asks. */
  private static boolean isOwnOrigin(Visit visit) {
    if (visit.origin().isEmpty()) {
      return true;
    }
    String origin = visit.origin().get().toLowerCase(Locale.ROOT);
    int end = origin.indexOf("://");
    if (end < 0 || visit.hosts().isEmpty()) {
      return false;
    }
    String scheme = origin.substring(0, end);
    Optional<Authority> theirs =
        Authority.of(origin.substring(end + 3)).map(it -> it.withoutDefaultPort(scheme));
    Optional<Authority> ours =
        Authority.of(visit.hosts().get(0)).map(it -> it.withoutDefaultPort(scheme));
    return theirs.isPresent() && theirs.equals(ours);
  }
}
