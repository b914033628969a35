package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.link.Incoming;
import ticketd.client.link.JsonText;
import ticketd.client.link.RequestLine;
import ticketd.protocol.Json;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.QueryOutline;
import ticketd.wire.Verb;
import ticketd.wire.WatchPosition;

/**
 * What the server knows of this connection and forgets with it: language, identity, watch and
 * format. For several threads.
 */
final class SessionState {
  private Language language;
  private Format format = Format.TEXT;
  private Optional<String> identity = Optional.empty();
  private Optional<String> watched = Optional.empty();
  private WatchPosition position = WatchPosition.UNKNOWN;

  SessionState(Language language) {
    this.language = language;
  }

  synchronized Language language() {
    return language;
  }

  synchronized boolean isJson() {
    return format == Format.JSON;
  }

  /**
   * Takes note of a request that was answered.
   *
   * @param lines its own, and those that belong to it
   */
  synchronized void onAnswered(RequestLine request, List<String> lines, Incoming.Status status) {
    if (!status.ok() || request.verb().isEmpty()) {
      return;
    }
    Verb verb = request.verb().get();
    switch (verb) {
      case IDENT -> identity = Optional.of(request.text());
      case AUTH -> {
        identity = Optional.of(request.text());
        watched = Optional.empty();
      }
      case PASSWD -> identity = identity.map(signIn -> withPassword(signIn, lines.get(2)));
      case LANG -> language = Language.of(request.arguments()).orElse(language);
      case FORMAT -> format = Format.of(request.arguments()).orElse(format);
      case UNWATCH -> watched = Optional.empty();
      case WATCH -> {
        watched = Optional.of(QueryOutline.of(request.arguments()).without("since"));
        position = status.position().orElse(WatchPosition.UNKNOWN);
      }
      default -> {
        // Nothing that a connection remembers.
      }
    }
  }

  /** Whoever signed in by a password does so by the new one; a token stays what it is. */
  private static String withPassword(String signIn, String password) {
    RequestLine request = RequestLine.parse(signIn);
    return request.is(Verb.AUTH) && request.arguments().startsWith("{")
        ? signIn(Json.parse(request.arguments()).text("name"), password)
        : signIn;
  }

  /** AUTH with a name and a password, on one line. */
  static String signIn(String name, String password) {
    return "AUTH " + new JsonText().put("name", name).put("password", password).end();
  }

  /** Whoever it was is not let in any more. */
  synchronized void forgetIdentity() {
    identity = Optional.empty();
  }

  /** Takes note of an event that was shown. */
  synchronized void onEvent(long seq) {
    position = position.at(Math.max(position.seq(), seq));
  }

  /** The watch could not be taken up again. */
  synchronized void forgetWatch() {
    watched = Optional.empty();
  }

  /** The requests that make a new connection what the last one was; each has one reply. */
  synchronized List<RequestLine> restoring() {
    List<RequestLine> requests = new ArrayList<>();
    requests.add(RequestLine.parse("LANG " + language.wireName()));
    identity.ifPresent(line -> requests.add(RequestLine.parse(line)));
    watched.ifPresent(
        query ->
            requests.add(RequestLine.parse(("WATCH since:" + position + " " + query).strip())));
    if (format == Format.JSON) {
      requests.add(RequestLine.parse("FORMAT json"));
    }
    return requests;
  }
}
