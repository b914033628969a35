package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The first word of a request, and what there is to know about it: what it changes, what stands
 * behind it, and the members of a JSON object in place of that. How it is explained stands under
 * {@code usage.} and {@code help.} and its name in the texts of each language.
 */
public enum Verb {
  IDENT(Effect.CONNECTION, List.of(Argument.NAME)),
  SENDTICKET(
      Effect.TICKETS,
      List.of(Argument.JSON),
      Member.TITLE,
      Member.DESCRIPTION,
      Member.PRIORITY,
      Member.TAGS,
      Member.ASSIGNEE,
      Member.DUE,
      Member.AUTHOR,
      Member.CREATED_AT,
      Member.CLOSED_AT,
      Member.RESOLUTION),
  LIST(Effect.NONE, List.of(Argument.LISTING)),
  QUIT(Effect.CONNECTION, List.of()),
  SHOW(Effect.NONE, List.of(Argument.TICKET)),
  COMMENT(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.TEXT),
      Member.TEXT,
      Member.AUTHOR,
      Member.CREATED_AT),
  NOTE(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.TEXT),
      Member.TEXT,
      Member.AUTHOR,
      Member.CREATED_AT),
  TAKE(Effect.TICKETS, List.of(Argument.TICKET_OR_NEXT, Argument.FILTER)),
  ASSIGN(Effect.TICKETS, List.of(Argument.TICKET, Argument.ASSIGNEE), Member.ASSIGNEE),
  STATUS(Effect.TICKETS, List.of(Argument.TICKET, Argument.STATUS), Member.STATUS),
  CLOSE(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.RESOLUTION, Argument.TEXT),
      Member.RESOLUTION,
      Member.DUPLICATE_OF,
      Member.TEXT),
  REOPEN(Effect.TICKETS, List.of(Argument.TICKET)),
  PRIORITY(Effect.TICKETS, List.of(Argument.TICKET, Argument.PRIORITY), Member.PRIORITY),
  TAG(Effect.TICKETS, List.of(Argument.TICKET, Argument.TAG_CHANGES), Member.ADD, Member.REMOVE),
  DUE(Effect.TICKETS, List.of(Argument.TICKET, Argument.WHEN), Member.DUE),
  LINK(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.LINK, Argument.TICKET),
      Member.TYPE,
      Member.ID),
  UNLINK(Effect.TICKETS, List.of(Argument.TICKET, Argument.TICKET), Member.ID),
  RATE(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.RATING, Argument.TEXT),
      Member.RATING,
      Member.RESPONSIVENESS,
      Member.COMPETENCE,
      Member.SATISFACTION,
      Member.TEXT),
  EDIT(
      Effect.TICKETS,
      List.of(Argument.TICKET, Argument.JSON),
      Member.TITLE,
      Member.DESCRIPTION,
      Member.PRIORITY,
      Member.TAGS,
      Member.ASSIGNEE,
      Member.STATUS,
      Member.RESOLUTION,
      Member.DUE,
      Member.VERSION),
  HISTORY(Effect.NONE, List.of(Argument.TICKET, Argument.PAGE)),
  STATS(Effect.NONE, List.of()),
  REPORT(Effect.NONE, List.of(Argument.REPORTED)),
  SAVE(Effect.QUERIES, List.of(Argument.SAVED, Argument.QUERY), Member.QUERY),
  SAVED(Effect.NONE, List.of()),
  UNSAVE(Effect.QUERIES, List.of(Argument.SAVED)),
  PING(Effect.NONE, List.of()),
  HELP(Effect.NONE, List.of(Argument.VERB)),
  LANG(Effect.CONNECTION, List.of(Argument.LANGUAGE)),
  FORMAT(Effect.CONNECTION, List.of(Argument.FORMAT)),
  AUTH(Effect.ACCOUNTS, List.of(Argument.JSON), Member.NAME, Member.PASSWORD),
  WHOAMI(Effect.NONE, List.of()),
  TOKEN(
      Effect.ACCOUNTS,
      List.of(Argument.TOKEN_ACTION, Argument.JSON),
      Member.LABEL,
      Member.EXPIRES,
      Member.CAP,
      Member.ROLE,
      Member.NAME),
  PASSWD(Effect.ACCOUNTS, List.of()),
  USER(
      Effect.ACCOUNTS,
      List.of(Argument.USER_ACTION, Argument.JSON),
      Member.NAME,
      Member.ROLE,
      Member.PASSWORD),
  WATCH(Effect.CONNECTION, List.of(Argument.WATCHED)),
  UNWATCH(Effect.CONNECTION, List.of());

  /** What a verb changes. */
  private enum Effect {
    NONE,
    /** How one connection goes on. */
    CONNECTION,
    TICKETS,
    /** The queries that the desk keeps. */
    QUERIES,
    /** Accounts, or who the connection speaks for. */
    ACCOUNTS
  }

  private static final Verb[] VALUES = values();
  private static final List<String> NAMES =
      Arrays.stream(VALUES).map(verb -> verb.name().toLowerCase(Locale.ROOT)).toList();
  private static final byte[][] LOWER_CASE =
      Arrays.stream(VALUES).map(verb -> lowerCase(verb.name())).toArray(byte[][]::new);
  private static final byte[] EXIT = lowerCase("EXIT");

  /** The verb spelled, in any case, by an ASCII word; {@code EXIT} is QUIT. */
  public static Optional<Verb> of(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** The verb that {@code word}, which spells none, is nearly; empty where none is. */
  public static Optional<String> nearest(String word) {
    return Nearest.to(word, NAMES).map(name -> name.toUpperCase(Locale.ROOT));
  }

  /** The verb that these bytes spell, in any case. */
  public static Optional<Verb> of(byte[] bytes, int from, int to) {
    for (Verb verb : VALUES) {
      if (isSame(LOWER_CASE[verb.ordinal()], bytes, from, to)) {
        return Optional.of(verb);
      }
    }
    return isSame(EXIT, bytes, from, to) ? Optional.of(QUIT) : Optional.empty();
  }

  private static boolean isSame(byte[] lowerCase, byte[] bytes, int from, int to) {
    if (to - from != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      // Of all bytes only the letter itself, in either case, becomes this letter.
      if ((bytes[from + i] | 0x20) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] lowerCase(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= 0x20;
    }
    return bytes;
  }

  private final Effect effect;

  // Made unmodifiable below, which the types do not say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Argument> arguments;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Member> members;

  Verb(Effect effect, List<Argument> arguments, Member... members) {
    this.effect = effect;
    this.arguments = List.copyOf(arguments);
    Set<Member> set = EnumSet.noneOf(Member.class);
    Collections.addAll(set, members);
    this.members = Collections.unmodifiableSet(set);
  }

  /** Whether it may change a ticket. */
  public boolean changesTickets() {
    return effect == Effect.TICKETS;
  }

  /** Whether it may change what anybody can read, so that it needs an identity and may be keyed. */
  public boolean takesKey() {
    return effect == Effect.TICKETS || effect == Effect.QUERIES;
  }

  /**
   * Whether secrets may stand in its request or its answer: nothing of it is quoted, and it takes
   * no key, since no answer of it could be given twice.
   */
  public boolean holdsSecrets() {
    return effect == Effect.ACCOUNTS;
  }

  /** What stands behind it on a line, in order; the last ones may be left out. */
  public List<Argument> arguments() {
    return arguments;
  }

  /** The members of a JSON object that says what it is to do, as refusals list them. */
  public Set<Member> members() {
    return members;
  }

  /** Whether its arguments may hold a title, a text or words looked for in those. */
  public boolean takesTexts() {
    return arguments.stream().anyMatch(Argument::holdsTexts);
  }
}
