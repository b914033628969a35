package ticketd.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyedCommand;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/**
 * Several changes in one JSON array, an object each. What is wrong with one is its own; what is
 * wrong with the array is everybody's. May be used by many threads at once.
 */
public final class BatchParser {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** TAKE of no ticket that is named, as a verb of its own. */
  private static final String NEXT = "TAKE NEXT";

  /** What an item may ask for. */
  private static final List<String> VERBS =
      Arrays.stream(Verb.values())
          .filter(Verb::takesKey)
          .flatMap(
              verb -> verb == Verb.TAKE ? Stream.of(verb.name(), NEXT) : Stream.of(verb.name()))
          .toList();

  private final Clock clock;
  private final int mostItems;
  private final int mostItemBytes;

  /**
   * A parser that takes the days of queries for days of the clock's zone.
   *
   * @param mostItemBytes what one item may have, as a body of its own might
   */
  public BatchParser(Clock clock, int mostItems, int mostItemBytes) {
    this.clock = clock;
    this.mostItems = mostItems;
    this.mostItemBytes = mostItemBytes;
  }

  /** What came of an array. */
  public sealed interface Batch {}

  /** A change or a refusal each, in their order. */
  public record Items(List<Parsed> items) implements Batch {}

  /** There are no items. */
  public record Refused(ErrorCode code, Message message) implements Batch {}

  /** The changes that {@code who} asks for by the array that {@code json}, UTF-8, is. */
  public Batch parse(byte[] json, Optional<Identity> who) {
    try {
      List<String> items = items(Bodies.decoded(json));
      return new Items(items.stream().map(item -> item(item, who)).toList());
    } catch (Refusal refusal) {
      return new Refused(refusal.code(), refusal.reason());
    }
  }

  private Parsed item(String item, Optional<Identity> who) {
    byte[] bytes = Utf8.bytes(item);
    return bytes.length > mostItemBytes
        ? new Parsed.Refused(
            ErrorCode.LINE_TOO_LONG, Message.of(Text.BATCH_ITEM_TOO_LONG, mostItemBytes))
        : item(bytes, who);
  }

  private Parsed item(byte[] item, Optional<Identity> who) {
    try {
      String json = Bodies.text(item);
      if (!json.startsWith("{")) {
        throw Refusal.badRequest(Text.BATCH_ITEM_EXPECTED);
      }
      String word = JsonMembers.peek(json, Member.VERB).orElse("");
      boolean isNext = word.equalsIgnoreCase(NEXT);
      Verb verb = isNext ? Verb.TAKE : verb(word);
      JsonMembers members = JsonMembers.readLines(json, allowed(verb, isNext));
      members.required(Member.VERB);
      Optional<String> key = members.string(Member.KEY);
      Optional<RequestKey> used =
          key.isEmpty() ? Optional.empty() : Optional.of(FieldRules.key(key.get()));
      Requester requester = new Requester(who);
      KeyedCommand command =
          isNext
              ? new TicketCommand.TakeNext(
                  QueryParser.filter(members.string(Member.Q).orElse(""), clock, requester))
              : command(verb, members, requester);
      return new Parsed.Accepted(requester.change(verb, command, used, expected(verb, members)));
    } catch (Refusal refusal) {
      return new Parsed.Refused(refusal.code(), refusal.reason());
    }
  }

  private KeyedCommand command(Verb verb, JsonMembers members, Requester requester) throws Refusal {
    return switch (verb) {
      case SAVE ->
          QueryCommands.save(
              members.required(Member.NAME), members.required(Member.QUERY), clock, requester);
      case UNSAVE -> QueryCommands.unsave(members.required(Member.NAME));
      default -> BodyCommands.of(verb, id(verb, members), members, clock, requester);
    };
  }

  private static Verb verb(String word) throws Refusal {
    if (word.isEmpty()) {
      throw Refusal.badRequest(Text.MEMBER_MISSING, Member.VERB.wireName());
    }
    Optional<Verb> verb = Verb.of(word);
    if (verb.isEmpty()) {
      throw new Refusal(
          ErrorCode.UNKNOWN_COMMAND,
          Message.of(Text.VERB_UNKNOWN_IN_BATCH, word, VERBS)
              .orRather(Verb.nearest(word).filter(VERBS::contains)));
    } else if (!verb.get().takesKey()) {
      throw Refusal.badRequest(Text.VERB_NOT_IN_BATCH, verb.get().name(), VERBS);
    }
    return verb.get();
  }

  private static Set<Member> allowed(Verb verb, boolean isNext) {
    Set<Member> allowed = EnumSet.of(Member.VERB, Member.KEY);
    allowed.addAll(verb.members());
    if (!verb.changesTickets()) {
      allowed.add(Member.NAME);
    } else if (verb != Verb.SENDTICKET) {
      allowed.add(Member.VERSION);
      allowed.add(isNext ? Member.Q : Member.ID);
      if (verb.members().contains(Member.ID)) {
        allowed.add(Member.OTHER);
      }
    }
    return allowed;
  }

  private static long id(Verb verb, JsonMembers members) throws Refusal {
    return verb == Verb.SENDTICKET ? 0 : FieldRules.id(members.required(Member.ID));
  }

  /** EDIT's version is its own member, a part of what its key stands for. */
  private static ExpectedVersions expected(Verb verb, JsonMembers members) {
    OptionalLong version = members.version();
    return version.isEmpty() || verb == Verb.EDIT
        ? ExpectedVersions.NOT_CHECKED
        : ExpectedVersions.of(version.getAsLong());
  }

  /** The texts of the array's elements, where they are not too many. */
  private List<String> items(String json) throws Refusal {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return items(json, parser);
    } catch (IOException e) {
      throw new UncheckedIOException("a string was read", e);
    }
  }

  private List<String> items(String json, JsonParser parser) throws IOException, Refusal {
    List<String> items = new ArrayList<>();
    int count = 0;
    try {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw Refusal.badRequest(Text.BATCH_EXPECTED);
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        count++;
        if (count <= mostItems) {
          items.add(json.substring(from, (int) parser.currentLocation().getCharOffset()));
        }
      }
      if (parser.nextToken() != null) {
        throw Refusal.badRequest(Text.JSON_TRAILING);
      }
    } catch (JsonProcessingException e) {
      // What is beyond the parser's limits says not where.
      throw Refusal.badRequest(Text.JSON_INVALID, parser.currentLocation().getColumnNr());
    }
    if (count > mostItems) {
      throw Refusal.badRequest(Text.BATCH_TOO_LARGE, count, mostItems);
    }
    return items;
  }
}
