package ticketd.protocol;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;

/**
 * Lines to requests. Checks come in this order: characters, grammar, identity; whatever a line
 * holds, the answer is data. May be used by many threads at once.
 */
public final class RequestParser {
  private static final List<String> RESERVED = List.of("AUTH", "REDACT", "ATTACH");

  private final ZoneId zone;

  /** A parser that takes the days of queries for days of {@code zone}. */
  public RequestParser(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * What the line from {@code from} up to {@code to}, without its LF but perhaps with a CR at its
   * end, asks for when it comes from {@code who}.
   */
  public Parsed parse(byte[] line, int from, int to, Optional<Identity> who) {
    int end = withoutCarriageReturn(line, from, to);
    if (isBlank(line, from, end)) {
      return Parsed.Blank.INSTANCE;
    }
    try {
      boolean ascii = Characters.check(line, from, end);
      return new Parsed.Accepted(request(new Line(line, from, end, ascii), who));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  /** The title that a line of the dialogue is. */
  public DialogueText title(byte[] line, int from, int to) {
    try {
      return new DialogueText.Accepted(FieldRules.title(text(line, from, to)));
    } catch (Refusal refusal) {
      return new DialogueText.Refused(refusal.code(), refusal.reason());
    }
  }

  /** The description that a line of the dialogue is. */
  public DialogueText description(byte[] line, int from, int to) {
    try {
      return new DialogueText.Accepted(FieldRules.description(text(line, from, to)));
    } catch (Refusal refusal) {
      return new DialogueText.Refused(refusal.code(), refusal.reason());
    }
  }

  private static String text(byte[] line, int from, int to) throws Refusal {
    int end = withoutCarriageReturn(line, from, to);
    boolean ascii = Characters.check(line, from, end);
    return new Line(line, from, end, ascii).text();
  }

  /** Whether the line is {@code <METHOD> <target> HTTP/<n>}, see RFC 9112, section 3. */
  public static boolean isHttpRequestLine(byte[] line, int from, int to) {
    int end = withoutCarriageReturn(line, from, to);
    int at = from;
    while (at < end && line[at] >= 'A' && line[at] <= 'Z') {
      at++;
    }
    int version = end - 1;
    while (version > at && (line[version] == '.' || isDigit(line[version]))) {
      version--;
    }
    byte[] marker = HTTP;
    int markerFrom = version + 1 - marker.length;
    boolean framed =
        at > from
            && at < end
            && line[at] == ' '
            && version < end - 1
            && isDigit(line[version + 1])
            && markerFrom > at + 1;
    if (!framed) {
      return false;
    }
    for (int i = 0; i < marker.length; i++) {
      if (line[markerFrom + i] != marker[i]) {
        return false;
      }
    }
    for (int i = at + 1; i < markerFrom; i++) {
      if (line[i] == ' ') {
        return false;
      }
    }
    return true;
  }

  private static final byte[] HTTP = " HTTP/".getBytes(StandardCharsets.US_ASCII);

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int withoutCarriageReturn(byte[] line, int from, int to) {
    return to > from && line[to - 1] == '\r' ? to - 1 : to;
  }

  private static boolean isBlank(byte[] line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] != ' ' && line[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private Request request(Line line, Optional<Identity> who) throws Refusal {
    Optional<RequestKey> key;
    try {
      key = key(line);
    } catch (Refusal noKey) {
      if (line.verb().equals(Optional.of(Verb.SENDTICKET)) && !line.hasMore()) {
        Parsed.Refused refused = new Parsed.Refused(noKey.code(), noKey.reason());
        return new Request.Dialogue(Optional.empty(), Optional.of(refused));
      }
      throw noKey;
    }
    Verb verb = verb(line, key);
    if (key.isPresent() && !verb.changesTickets()) {
      throw Refusal.badRequest(Text.KEY_ON_READING_VERB, verb.name());
    }
    Words words = new Words(verb, line.rest());
    if (verb == Verb.SENDTICKET && !words.hasMore()) {
      return new Request.Dialogue(key, Optional.empty());
    }
    Requester requester = new Requester(who);
    Request request;
    if (verb.changesTickets()) {
      request = new Request.Change(verb, ChangeParser.parse(words, zone, requester), key);
      requester.me();
    } else {
      request = reading(words, requester);
      words.expectEnd();
    }
    requester.checkIdentified();
    return request;
  }

  private static Optional<RequestKey> key(Line line) throws Refusal {
    if (line.peek() != '@') {
      return Optional.empty();
    }
    String word = line.next();
    String text = word.substring(1);
    if (!RequestKey.isValid(text)) {
      throw Refusal.badRequest(Text.KEY_MALFORMED, word);
    }
    return Optional.of(new RequestKey(text));
  }

  private static Verb verb(Line line, Optional<RequestKey> key) throws Refusal {
    if (!line.hasMore()) {
      throw Refusal.badRequest(Text.KEY_ALONE, key.map(RequestKey::text).orElse(""));
    }
    Optional<Verb> verb = line.verb();
    if (verb.isPresent()) {
      return verb.get();
    }
    String word = line.next();
    boolean reserved = RESERVED.contains(word.toUpperCase(Locale.ROOT));
    throw new Refusal(
        ErrorCode.UNKNOWN_COMMAND,
        Message.of(reserved ? Text.RESERVED_VERB : Text.UNKNOWN_VERB, word));
  }

  private Request reading(Words words, Requester requester) throws Refusal {
    return switch (words.verb()) {
      case IDENT -> ident(words);
      case LIST -> new Request.ListTickets(QueryParser.list(words, zone, requester));
      case QUIT -> withoutArguments(words, new Request.Quit());
      case SHOW -> new Request.Show(words.id());
      case HISTORY -> history(words);
      case STATS -> withoutArguments(words, new Request.Stats());
      case PING -> withoutArguments(words, new Request.Ping());
      case HELP -> help(words);
      case LANG ->
          new Request.SetLanguage(
              Allowed.pick("LANG", words.next(), Language::of, Allowed.LANGUAGES));
      case FORMAT ->
          new Request.SetFormat(Allowed.pick("FORMAT", words.next(), Format::of, Allowed.FORMATS));
      case WATCH -> QueryParser.watch(words, zone, requester);
      case UNWATCH -> withoutArguments(words, new Request.Unwatch());
      default -> throw new IllegalArgumentException(words.verb() + " changes tickets");
    };
  }

  private static Request withoutArguments(Words words, Request request) throws Refusal {
    if (words.hasMore()) {
      throw Refusal.badRequest(Text.NO_ARGUMENTS_ALLOWED, words.verb().name(), words.restOrEmpty());
    }
    return request;
  }

  private static Request ident(Words words) throws Refusal {
    String name = FieldRules.stripSpaces(words.rest());
    return new Request.Ident(
        Identity.of(name).orElseThrow(() -> Refusal.badRequest(Text.NAME_MALFORMED, name)));
  }

  private static Request help(Words words) throws Refusal {
    if (!words.hasMore()) {
      return new Request.Help(Optional.empty());
    }
    String word = words.next();
    Optional<Verb> verb = Verb.of(word);
    if (verb.isEmpty()) {
      throw Refusal.badRequest(Text.UNKNOWN_VERB, word);
    }
    return new Request.Help(verb);
  }

  private static Request history(Words words) throws Refusal {
    long id = words.id();
    OptionalLong after = OptionalLong.empty();
    OptionalInt limit = OptionalInt.empty();
    while (words.hasMore()) {
      String word = words.next();
      int colon = word.indexOf(':');
      String name = word.substring(0, Math.max(colon, 0));
      String value = word.substring(colon + 1);
      boolean repeated =
          (name.equals("after") && after.isPresent())
              || (name.equals("limit") && limit.isPresent());
      if (repeated) {
        throw Refusal.badRequest(Text.QUALIFIER_REPEATED, name);
      }
      switch (name) {
        case "after" -> after = OptionalLong.of(number(name, value, 0));
        case "limit" ->
            limit = OptionalInt.of((int) Math.min(number(name, value, 1), Integer.MAX_VALUE));
        default -> throw Refusal.badRequest(Text.ARGUMENT_UNEXPECTED, word, Verb.HISTORY);
      }
    }
    return new Request.History(id, after.orElse(0), limit);
  }

  private static long number(String name, String value, long least) throws Refusal {
    long number = Numbers.clamped(value);
    if (number < least) {
      throw Refusal.badRequest(Text.NUMBER_MALFORMED, name, value);
    }
    return number;
  }
}
