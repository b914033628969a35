package ticketd.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import ticketd.ticket.Characters;

/**
 * The members of a JSON argument. Of all that is wrong with it the characters count first, then
 * what comes first.
 */
final class JsonMembers {
  // Peers choose the member names: neither interned, nor kept in a table that they could fill.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // A line is short enough by itself: its longest number is one that is too large.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  private final Set<Member> allowed;

  /** Whether a refusal may hold what was sent. */
  private final boolean quotes;

  private final Set<Member> seen = EnumSet.noneOf(Member.class);
  private final Map<Member, String> texts = new EnumMap<>(Member.class);
  private final Map<Member, List<String>> lists = new EnumMap<>(Member.class);
  private OptionalLong version = OptionalLong.empty();
  private Optional<Refusal> first = Optional.empty();

  /** None yet, of which these may come. */
  JsonMembers(Set<Member> allowed) {
    this(allowed, true);
  }

  private JsonMembers(Set<Member> allowed, boolean quotes) {
    this.allowed = allowed;
    this.quotes = quotes;
  }

  /**
   * The members of the object that {@code json}, without line ends, is, all of it; no other than
   * the allowed ones.
   */
  static JsonMembers read(String json, Set<Member> allowed) throws Refusal {
    JsonMembers plain = new JsonMembers(allowed);
    return PlainJson.read(json, plain::put) ? plain : readLines(json, allowed);
  }

  /** The same of an object on one line or on several. */
  static JsonMembers readLines(String json, Set<Member> allowed) throws Refusal {
    return readLines(json, new JsonMembers(allowed));
  }

  /** The same of an object that may hold secrets: what is refused is not quoted. */
  static JsonMembers readSecret(String json, Set<Member> allowed) throws Refusal {
    try {
      return readLines(json, new JsonMembers(allowed, false));
    } catch (Refusal refusal) {
      throw refusal.code() == ErrorCode.BAD_TEXT
          ? new Refusal(ErrorCode.BAD_TEXT, Message.of(ErrorCode.BAD_TEXT))
          : refusal;
    }
  }

  private static JsonMembers readLines(String json, JsonMembers members) throws Refusal {
    JsonEscapes.check(json);
    try (JsonParser parser = FACTORY.createParser(json)) {
      members.readAll(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("a string was read", e);
    }
    if (members.first.isPresent()) {
      throw members.first.get();
    }
    return members;
  }

  /** Declines what {@link #readObject} would refuse or not take for a string. */
  private boolean put(String name, String value) {
    Optional<Member> member = member(name);
    return member.isPresent()
        && !member.get().isList()
        && member.get() != Member.VERSION
        && member.get() != Member.ENABLED
        && (member.get().mayHoldDirectionMarks() || Characters.indexOfDirectionMark(value) < 0)
        && seen.add(member.get())
        && texts.put(member.get(), value) == null;
  }

  /** The string that a valid object names so first, if any; nothing else of it is looked at. */
  static Optional<String> peek(String json, Member member) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isIt = parser.currentName().equals(member.wireName());
        if (parser.nextToken() == JsonToken.VALUE_STRING && isIt) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a valid object was read", e);
    }
  }

  private void note(Refusal refusal) {
    if (first.isEmpty()) {
      first = Optional.of(refusal);
    }
  }

  private void readAll(JsonParser parser) throws IOException, Refusal {
    try {
      readObject(parser);
    } catch (JsonProcessingException e) {
      note(Refusal.badRequest(Text.JSON_INVALID, parser.currentLocation().getColumnNr()));
    }
  }

  private void readObject(JsonParser parser) throws IOException, Refusal {
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      checkNoLineFeed(name, name);
      FieldRules.checkNoDirectionMark(name);
      parser.nextToken();
      Optional<Member> member = member(name);
      if (member.isPresent()) {
        read(member.get(), parser);
      } else {
        note(unknown(name));
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      note(Refusal.badRequest(Text.JSON_TRAILING));
    }
  }

  private Optional<Member> member(String name) {
    for (Member member : allowed) {
      if (member.wireName().equals(name)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  private void read(Member member, JsonParser parser) throws IOException, Refusal {
    if (!seen.add(member)) {
      note(Refusal.badRequest(Text.MEMBER_REPEATED, member.wireName()));
    }
    if (member.isList()) {
      readStrings(member, parser);
    } else if (member == Member.VERSION) {
      readVersion(member, parser);
    } else if (member.isNumber()) {
      readNumber(member, parser);
    } else if (member == Member.ENABLED) {
      readBoolean(member, parser);
    } else {
      readString(member, parser);
    }
  }

  private void readString(Member member, JsonParser parser) throws IOException, Refusal {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      texts.put(member, text(member, parser.getText()));
    } else if (token != JsonToken.VALUE_NULL || !member.mayBeNull()) {
      Text expected =
          member.mayBeNull() ? Text.MEMBER_NOT_A_STRING_OR_NULL : Text.MEMBER_NOT_A_STRING;
      refuseType(expected, member, parser);
    }
  }

  /** Takes in a member that was told apart from any object; of a list, between commas. */
  void add(Member member, String value) throws Refusal {
    if (!allowed.contains(member)) {
      throw unknown(member.wireName());
    }
    if (!seen.add(member)) {
      throw Refusal.badRequest(Text.MEMBER_REPEATED, member.wireName());
    }
    String text = text(member, value);
    if (member.isList()) {
      lists.put(member, List.of(text.split(",", -1)));
    } else {
      texts.put(member, text);
    }
  }

  /** The same of one that is null. */
  void addNull(Member member) {
    seen.add(member);
  }

  private Refusal unknown(String name) {
    List<String> names = allowed.stream().map(Member::wireName).toList();
    return quotes
        ? Refusal.badRequest(Text.MEMBER_UNKNOWN, name, names)
        : Refusal.badRequest(Text.MEMBER_NOT_KNOWN, names);
  }

  private static String text(Member member, String value) throws Refusal {
    String text = value.replace("\r\n", "\n");
    if (!member.mayHoldDirectionMarks()) {
      FieldRules.checkNoDirectionMark(text);
    }
    if (!member.mayHoldLineFeeds()) {
      checkNoLineFeed(text, member.wireName());
    }
    if (member == Member.TITLE) {
      FieldRules.checkNoTab(text);
    }
    return text;
  }

  private static void checkNoLineFeed(String text, String where) throws Refusal {
    if (text.indexOf('\n') >= 0) {
      throw Refusal.badText(Text.LINE_FEED_REFUSED, where);
    }
  }

  private void readStrings(Member member, JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      refuseType(Text.MEMBER_NOT_STRINGS, member, parser);
      return;
    }
    List<String> strings = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        strings.add(text(member, parser.getText()));
      } else {
        refuseType(Text.MEMBER_NOT_STRINGS, member, parser);
      }
    }
    lists.put(member, strings);
  }

  /** A number, or a string that is one. */
  private void readNumber(Member member, JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      texts.put(member, parser.getText());
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      readString(member, parser);
    } else {
      refuseType(Text.MEMBER_NOT_A_NUMBER, member, parser);
    }
  }

  private void readBoolean(Member member, JsonParser parser) throws IOException {
    if (parser.currentToken().isBoolean()) {
      texts.put(member, parser.getText());
    } else {
      refuseType(Text.MEMBER_NOT_A_BOOLEAN, member, parser);
    }
  }

  private void readVersion(Member member, JsonParser parser) throws IOException {
    long number =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            ? Numbers.clamped(parser.getText())
            : -1;
    if (number < 1) {
      refuseType(Text.MEMBER_NOT_A_VERSION, member, parser);
    } else {
      version = OptionalLong.of(number);
    }
  }

  private void refuseType(Text expected, Member member, JsonParser parser) throws IOException {
    note(Refusal.badRequest(expected, member.wireName()));
    parser.skipChildren();
  }

  /** Empty where it is not there, or null. */
  Optional<String> string(Member member) {
    return Optional.ofNullable(texts.get(member));
  }

  String required(Member member) throws Refusal {
    return string(member).orElseThrow(() -> missing(member));
  }

  /** A member that must be there, but may be null: empty then. */
  Optional<String> requiredOrNull(Member member) throws Refusal {
    if (!has(member)) {
      throw missing(member);
    }
    return string(member);
  }

  private static Refusal missing(Member member) {
    return Refusal.badRequest(Text.MEMBER_MISSING, member.wireName());
  }

  boolean has(Member member) {
    return seen.contains(member);
  }

  Optional<List<String>> strings(Member member) {
    return Optional.ofNullable(lists.get(member));
  }

  OptionalLong version() {
    return version;
  }
}
