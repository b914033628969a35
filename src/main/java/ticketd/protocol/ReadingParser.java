package ticketd.protocol;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.wire.AccountRequest;
import ticketd.wire.Allowed;
import ticketd.wire.ErrorCode;
import ticketd.wire.FieldRules;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.NameParser;
import ticketd.wire.QueryParser;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.Requester;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** The arguments of the verbs that change no ticket. */
final class ReadingParser {
  private final Words words;
  private final Clock clock;
  private final Requester requester;

  private ReadingParser(Words words, Clock clock, Requester requester) {
    this.words = words;
    this.clock = clock;
    this.requester = requester;
  }

  static Request parse(Words words, Clock clock, Requester requester) throws Refusal {
    Request request = new ReadingParser(words, clock, requester).request();
    words.expectEnd();
    return request;
  }

  private Request request() throws Refusal {
    return switch (words.verb()) {
      case IDENT -> ident();
      case LIST -> new Request.ListTickets(QueryParser.list(words.restOrEmpty(), clock, requester));
      case QUIT -> withoutArguments(new Request.Quit());
      case SHOW -> new Request.Show(words.id());
      case HISTORY -> history();
      case REPORT -> new Request.Report(QueryParser.report(words.restOrEmpty(), clock, requester));
      case STATS -> withoutArguments(new Request.Stats());
      case SAVED -> withoutArguments(new Request.Saved());
      case PING -> withoutArguments(new Request.Ping());
      case HELP -> help();
      case LANG ->
          new Request.SetLanguage(
              Allowed.pick("LANG", words.next(), Language::of, Allowed.LANGUAGES));
      case FORMAT ->
          new Request.SetFormat(Allowed.pick("FORMAT", words.next(), Format::of, Allowed.FORMATS));
      case WATCH -> QueryParser.watch(words.restOrEmpty(), clock, requester);
      case UNWATCH -> withoutArguments(new Request.Unwatch());
      case WHOAMI -> {
        requester.needIdentity();
        yield withoutArguments(new AccountRequest.WhoAmI());
      }
      default -> throw new IllegalArgumentException(words.verb() + " changes tickets");
    };
  }

  private Request withoutArguments(Request request) throws Refusal {
    if (words.hasMore()) {
      throw Refusal.badRequest(Text.NO_ARGUMENTS_ALLOWED, words.verb().name(), words.rest());
    }
    return request;
  }

  private Request ident() throws Refusal {
    return new Request.Ident(NameParser.parse(words.rest()));
  }

  private Request help() throws Refusal {
    if (!words.hasMore()) {
      return new Request.Help(Optional.empty());
    }
    String word = words.next();
    Optional<Verb> verb = Verb.of(word);
    if (verb.isEmpty()) {
      throw new Refusal(
          ErrorCode.BAD_REQUEST, Message.of(Text.UNKNOWN_VERB, word).orRather(Verb.nearest(word)));
    }
    return new Request.Help(verb);
  }

  private Request history() throws Refusal {
    long id = words.id();
    OptionalLong after = OptionalLong.empty();
    OptionalInt limit = OptionalInt.empty();
    while (words.hasMore()) {
      String word = words.next();
      int colon = word.indexOf(':');
      String name = word.substring(0, Math.max(colon, 0));
      String value = word.substring(colon + 1);
      switch (name) {
        case "after" -> {
          checkFirst(name, after.isPresent());
          after = OptionalLong.of(FieldRules.number(name, value, 0));
        }
        case "limit" -> {
          checkFirst(name, limit.isPresent());
          limit = FieldRules.limit(name, value);
        }
        default -> throw Refusal.badRequest(Text.ARGUMENT_UNEXPECTED, word, Verb.HISTORY);
      }
    }
    return new Request.History(id, after.orElse(0), limit);
  }

  private static void checkFirst(String name, boolean repeated) throws Refusal {
    if (repeated) {
      throw Refusal.badRequest(Text.QUALIFIER_REPEATED, name);
    }
  }
}
