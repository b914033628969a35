package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.client.link.Incoming;
import ticketd.client.link.Json;
import ticketd.client.link.RequestLine;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.QueryOutline;
import ticketd.wire.Verb;

/**
 * What the server knows of this connection and forgets with it: language, identity, watch and
 * format. For several threads.
 */
final class SessionState {
  /** What the sentence that answers WATCH holds, in every language. */
  private static final Pattern POSITION = Pattern.compile("([0-9]+)/([0-9]+)");

  private Language language;
  private Format format = Format.TEXT;
  private Optional<String> identity = Optional.empty();
  private Optional<String> watched = Optional.empty();
  private long generation;
  private long lastSeq;

  SessionState(Language language) {
    this.language = language;
  }

  synchronized Language language() {
    return language;
  }

  synchronized boolean isJson() {
    return format == Format.JSON;
  }

  /** Takes note of a request that was answered. */
  synchronized void onAnswered(RequestLine request, Incoming.Status status) {
    if (!status.ok() || request.verb().isEmpty()) {
      return;
    }
    Verb verb = request.verb().get();
    switch (verb) {
      case IDENT -> identity = Optional.of(request.text());
      case LANG -> language = Language.of(request.arguments()).orElse(language);
      case FORMAT -> format = Format.of(request.arguments()).orElse(format);
      case UNWATCH -> watched = Optional.empty();
      case WATCH -> {
        watched = Optional.of(QueryOutline.of(request.arguments()).without("since"));
        notePosition(status);
      }
      default -> {
        // Nothing that a connection remembers.
      }
    }
  }

  /** Takes note of where a watch begins. */
  private void notePosition(Incoming.Status status) {
    Json members = status.members();
    Matcher position = POSITION.matcher(status.said().text());
    if (position.find()) {
      generation = Long.parseLong(position.group(1));
      lastSeq = Long.parseLong(position.group(2));
    } else {
      generation = members.number("generation");
      lastSeq = members.number("seq");
    }
  }

  /** Takes note of an event that was shown. */
  synchronized void onEvent(long seq) {
    lastSeq = Math.max(lastSeq, seq);
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
            requests.add(
                RequestLine.parse(
                    ("WATCH since:" + generation + "/" + lastSeq + " " + query).strip())));
    if (format == Format.JSON) {
      requests.add(RequestLine.parse("FORMAT json"));
    }
    return requests;
  }
}
