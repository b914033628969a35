package ticketd.protocol;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.RequestKey;
import ticketd.wire.ErrorCode;
import ticketd.wire.FieldRules;
import ticketd.wire.Message;
import ticketd.wire.Parsed;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.Requester;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * Lines to requests. Checks come in this order: characters, grammar, identity; whatever a line
 * holds, the answer is data. May be used by many threads at once.
 */
public final class RequestParser {
  private static final List<String> RESERVED = List.of("REDACT", "ATTACH");

  private final Clock clock;

  /** A parser that takes the days of queries for days of the clock's zone, and today for its. */
  public RequestParser(Clock clock) {
    this.clock = clock;
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
      Line accepted = Line.of(line, from, end);
      Optional<Request> begun =
          accepted.hasDirectionMark() ? checkMarks(Line.of(line, from, end)) : Optional.empty();
      return new Parsed.Accepted(begun.isPresent() ? begun.get() : request(accepted, who));
    } catch (Refusal refusal) {
      boolean quotes = refusal.code() != ErrorCode.BAD_TEXT || !holdsSecrets(line, from, end);
      return new Parsed.Refused(
          refusal.code(), quotes ? refusal.reason() : Message.of(refusal.code()));
    }
  }

  /**
   * Whether a line, whose characters need not be accepted, has a verb of which nothing is quoted.
   */
  private static boolean holdsSecrets(byte[] line, int from, int to) {
    return Line.unchecked(line, from, to).verbBehindKey().filter(Verb::holdsSecrets).isPresent();
  }

  /** The verb of a line, which may be refused all the same; empty where it has none. */
  public Optional<Verb> verb(byte[] line, int from, int to) {
    try {
      return Line.of(line, from, withoutCarriageReturn(line, from, to)).verbBehindKey();
    } catch (Refusal refusal) {
      return Optional.empty();
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

  /** The name or password that a line of a dialogue is; a refusal says nothing of it. */
  public DialogueText secret(byte[] line, int from, int to) {
    try {
      return new DialogueText.Accepted(text(line, from, to));
    } catch (Refusal refusal) {
      return new DialogueText.Refused(refusal.code(), Message.of(refusal.code()));
    }
  }

  /**
   * Refuses a mark of direction in a key, a verb, or behind a verb that takes no texts: characters
   * count before the grammar. Where texts may stand, those who read the arguments know the place.
   *
   * @return the dialogue that begins all the same where the key alone is at fault
   */
  private static Optional<Request> checkMarks(Line line) throws Refusal {
    if (line.peek() == '@') {
      String key = line.next();
      try {
        FieldRules.checkNoDirectionMark(key);
      } catch (Refusal noKey) {
        return Optional.of(dialogueWithoutKey(line, noKey));
      }
    }
    Optional<Verb> verb = line.verb();
    if (verb.isEmpty() || !verb.get().takesTexts()) {
      FieldRules.checkNoDirectionMark(line.rest());
    }
    return Optional.empty();
  }

  private static String text(byte[] line, int from, int to) throws Refusal {
    return Line.of(line, from, withoutCarriageReturn(line, from, to)).text();
  }

  /** Whether the line is {@code <METHOD> <target> HTTP/<n>}, see RFC 9112, section 3. */
  public static boolean isHttpRequestLine(byte[] line, int from, int to) {
    return HttpRequestLine.is(line, from, withoutCarriageReturn(line, from, to));
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
      return dialogueWithoutKey(line, noKey);
    }
    Verb verb = verb(line, key);
    Words words = new Words(verb, line.rest());
    if (verb.holdsSecrets()) {
      return aboutAccounts(words, key);
    }
    if (key.isPresent() && !verb.takesKey()) {
      throw Refusal.badRequest(Text.KEY_ON_READING_VERB, verb.name());
    }
    if (verb == Verb.SENDTICKET && !words.hasMore()) {
      // Also for somebody unknown: the refusal must wait until both texts were taken.
      return new Request.Dialogue(key, Optional.empty());
    }
    Requester requester = new Requester(who);
    if (verb.takesKey()) {
      KeyedCommand command = ChangeParser.parse(words, clock, requester);
      return requester.change(verb, command, key);
    }
    Request request = ReadingParser.parse(words, clock, requester);
    requester.checkIdentified();
    return request;
  }

  /**
   * What a key that is none begins: the dialogue, which takes its lines all the same, or nothing.
   */
  private static Request dialogueWithoutKey(Line line, Refusal noKey) throws Refusal {
    Optional<Verb> verb = line.verb();
    if (verb.equals(Optional.of(Verb.SENDTICKET)) && !line.hasMore()) {
      return new Request.Dialogue(
          Optional.empty(), Optional.of(new Parsed.Refused(noKey.code(), noKey.reason())));
    } else if (verb.isPresent() && AccountParser.asks(new Words(verb.get(), line.rest()))) {
      return Request.Asking.refused(verb.get(), noKey);
    }
    throw noKey;
  }

  /** With a key it is refused, though what asks for its secrets takes them all the same. */
  private static Request aboutAccounts(Words words, Optional<RequestKey> key) throws Refusal {
    Refusal noKey = Refusal.badRequest(Text.KEY_NOT_HERE, words.verb().name());
    if (key.isEmpty()) {
      return AccountParser.parse(words);
    } else if (!AccountParser.asks(words)) {
      throw noKey;
    }
    return Request.Asking.refused(words.verb(), noKey);
  }

  private static Optional<RequestKey> key(Line line) throws Refusal {
    if (line.peek() != '@') {
      return Optional.empty();
    }
    return Optional.of(FieldRules.key(line.next().substring(1)));
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
        reserved
            ? Message.of(Text.RESERVED_VERB, word)
            : Message.of(Text.UNKNOWN_VERB, word).orRather(Verb.nearest(word)));
  }
}
