package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.BodyParser;
import ticketd.wire.Numbers;
import ticketd.wire.Refusal;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * What the headers of a request make it depend on: the key that it is carried out once by, and the
 * versions of the ticket that it is meant for (RFC 9110, section 13).
 */
final class Conditions {
  static final String KEY = "Idempotency-Key";
  private static final String IF_MATCH = "If-Match";
  private static final String IF_NONE_MATCH = "If-None-Match";

  /** An entity tag, the comma behind it included. */
  private static final Pattern TAG = Pattern.compile("\\G\\s*((?:W/)?\"([^\"]*)\")\\s*(?:,|$)");

  private Conditions() {}

  /** The tag of a ticket: its version. */
  static String tag(Ticket ticket) {
    return "\"" + ticket.version() + "\"";
  }

  /** The same of one that is shown with all there is beside it, which is no part of its version. */
  static String tag(TicketDetails details) {
    Ticket ticket = details.ticket();
    return details.seq() == ticket.seq()
        ? tag(ticket)
        : "\"" + ticket.version() + "-" + details.seq() + "\"";
  }

  /** Of a request that changes a ticket. */
  static BodyParser.Sender of(Call call) throws Refusal {
    checkNone(call.request(), IF_NONE_MATCH);
    return new BodyParser.Sender(key(call.request()), expected(call.request()), call.who());
  }

  /** Of a request that makes a ticket, which has no version yet, or speaks of several. */
  static BodyParser.Sender withoutVersion(Call call) throws Refusal {
    checkNoMatch(call.request());
    return new BodyParser.Sender(key(call.request()), ExpectedVersions.NOT_CHECKED, call.who());
  }

  /** Refuses a header that says nothing about this request. */
  static void checkNone(HttpRequest request, String header) throws Refusal {
    if (!values(request, header).isEmpty()) {
      throw Refusal.badRequest(Text.HEADER_NOT_HERE, header);
    }
  }

  /** Refuses what would compare versions where there are none. */
  static void checkNoMatch(HttpRequest request) throws Refusal {
    checkNone(request, IF_MATCH);
    checkNone(request, IF_NONE_MATCH);
  }

  /** Refuses a key of a request of {@code verb}, which changes no ticket. */
  static void checkNoKey(HttpRequest request, Verb verb) throws Refusal {
    if (key(request).isPresent()) {
      throw Refusal.badRequest(
          verb.holdsSecrets() ? Text.KEY_NOT_HERE : Text.KEY_ON_READING_VERB, verb.name());
    }
  }

  private static Optional<String> key(HttpRequest request) throws Refusal {
    List<String> keys = values(request, KEY);
    if (keys.size() > 1) {
      throw Refusal.badRequest(Text.HEADER_REPEATED, KEY);
    }
    return keys.stream().findFirst().map(Conditions::unquoted);
  }

  private static String unquoted(String key) {
    return key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }

  private static ExpectedVersions expected(HttpRequest request) throws Refusal {
    List<Long> versions = new ArrayList<>();
    boolean isAny = false;
    for (String value : values(request, IF_MATCH)) {
      if (value.equals("*")) {
        isAny = true;
      } else {
        versions.addAll(versions(value));
      }
    }
    return isAny ? ExpectedVersions.NOT_CHECKED : new ExpectedVersions(versions);
  }

  /** Of the tags that a header lists; of each, what stands before a {@code -}. */
  private static List<Long> versions(String value) throws Refusal {
    List<Long> versions = new ArrayList<>();
    for (Tag tag : tags(value)) {
      int dash = tag.opaque().indexOf('-');
      long version = Numbers.clamped(dash < 0 ? tag.opaque() : tag.opaque().substring(0, dash));
      if (version < 1) {
        throw Refusal.badRequest(Text.NO_VERSION, IF_MATCH, tag.sent());
      }
      versions.add(version);
    }
    return versions;
  }

  /** Whether whoever asks has already what this is the tag of. */
  static boolean has(HttpRequest request, String tag) {
    return Heads.value(request, "if-none-match")
        .filter(held -> EntityTags.match(held, tag))
        .isPresent();
  }

  private record Tag(String sent, String opaque) {}

  private static List<Tag> tags(String value) throws Refusal {
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    int end = 0;
    while (end < value.length() && matcher.find()) {
      tags.add(new Tag(matcher.group(1), matcher.group(2)));
      end = matcher.end();
    }
    if (end < value.length() || tags.isEmpty()) {
      throw Refusal.badRequest(Text.NO_VERSION, IF_MATCH, value);
    }
    return tags;
  }

  private static List<String> values(HttpRequest request, String name) {
    List<String> values = Heads.values(request, name.toLowerCase(Locale.ROOT));
    values.replaceAll(String::strip);
    return values;
  }
}
