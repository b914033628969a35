package ticketd.wire;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.credential.Password;
import ticketd.ticket.Cap;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.Role;

/** Requests that speak of accounts, of JSON and of words. No refusal quotes what was sent. */
public final class AccountBodies {
  /** Code points of a token's label. */
  static final int LONGEST_LABEL = 64;

  /** Of a token that is made without one. */
  private static final String NO_LABEL = "token";

  private static final Set<Member> NAME = EnumSet.of(Member.NAME);

  private static final Pattern LIFETIME = Pattern.compile("([1-9][0-9]{0,3})([hd])");

  private AccountBodies() {}

  /** AUTH's object. */
  public static AccountRequest signIn(String json) throws Refusal {
    JsonMembers members = JsonMembers.readSecret(json, Verb.AUTH.members());
    return AccountRequest.SignIn.of(
        members.required(Member.NAME), members.required(Member.PASSWORD));
  }

  /**
   * What a session is begun with: a token, which a body without braces is, or name and password.
   */
  public static AccountRequest.SignIn session(byte[] body) throws Refusal {
    String text = secretText(body);
    if (!text.startsWith("{")) {
      return AccountRequest.SignIn.of(text.strip());
    }
    JsonMembers members =
        JsonMembers.readSecret(text, EnumSet.of(Member.NAME, Member.TOKEN, Member.PASSWORD));
    Optional<String> token = members.string(Member.TOKEN);
    return token.isPresent()
        ? AccountRequest.SignIn.of(token.get())
        : AccountRequest.SignIn.of(
            members.required(Member.NAME), members.required(Member.PASSWORD));
  }

  /** A body that is an object; an empty one where there is none. */
  public static String object(byte[] body) throws Refusal {
    String text = secretText(body);
    if (text.isBlank()) {
      return "{}";
    } else if (!text.startsWith("{")) {
      throw Refusal.badRequest(Text.OBJECT_EXPECTED);
    }
    return text;
  }

  private static String secretText(byte[] body) throws Refusal {
    try {
      return Bodies.text(body);
    } catch (Refusal refusal) {
      throw new Refusal(ErrorCode.BAD_TEXT, Message.of(ErrorCode.BAD_TEXT));
    }
  }

  /**
   * A password in place of another, as a body: {@code old}, empty or left out for none, and {@code
   * new}.
   */
  public static AccountRequest newPassword(byte[] body) throws Refusal {
    JsonMembers members = JsonMembers.readSecret(object(body), EnumSet.of(Member.OLD, Member.NEW));
    return new AccountRequest.NewPassword(
        Optional.empty(),
        Optional.of(Password.presented(members.string(Member.OLD).orElse(""))),
        password(members.required(Member.NEW)));
  }

  /**
   * A change of somebody's account: exactly one of {@code role}, {@code enabled}, {@code password}.
   */
  public static AccountRequest userChange(Identity name, byte[] body) throws Refusal {
    JsonMembers members =
        JsonMembers.readSecret(
            object(body), EnumSet.of(Member.ROLE, Member.ENABLED, Member.PASSWORD));
    Optional<String> role = members.string(Member.ROLE);
    Optional<String> enabled = members.string(Member.ENABLED);
    Optional<String> password = members.string(Member.PASSWORD);
    if (Stream.of(role, enabled, password).filter(Optional::isPresent).count() != 1) {
      throw Refusal.badRequest(Text.ONE_OF_THE_MEMBERS);
    } else if (role.isPresent()) {
      return new AccountRequest.SetRole(name, role(role.get()));
    } else if (enabled.isPresent()) {
      return new AccountRequest.SetEnabled(name, Boolean.parseBoolean(enabled.get()));
    }
    return new AccountRequest.NewPassword(
        Optional.of(name), Optional.empty(), password(password.get()));
  }

  /** TOKEN NEW's object. */
  public static AccountRequest newToken(String json) throws Refusal {
    JsonMembers members = JsonMembers.readSecret(json, Verb.TOKEN.members());
    return new AccountRequest.NewToken(
        name(members),
        label(members.string(Member.LABEL).orElse(NO_LABEL)),
        read(members, Member.EXPIRES, AccountBodies::lifetime, Text.EXPIRES_MALFORMED)
            .orElseGet(Lifetime.Usual::new),
        read(members, Member.CAP, Cap::of, Text.CAP_MALFORMED),
        read(members, Member.ROLE, Role::of, Text.ROLE_MALFORMED));
  }

  /** TOKEN LIST, with an object that says whose or without one. */
  public static AccountRequest listTokens(String json) throws Refusal {
    return new AccountRequest.ListTokens(name(JsonMembers.readSecret(json, NAME)));
  }

  /** TOKEN REVOKE, the same. */
  public static AccountRequest revokeToken(String id, String json) throws Refusal {
    long number = Numbers.clamped(id);
    if (number < 1) {
      throw Refusal.badRequest(Text.TOKEN_ID_MALFORMED);
    }
    return new AccountRequest.RevokeToken(name(JsonMembers.readSecret(json, NAME)), number);
  }

  /** USER ADD's object. */
  public static AccountRequest addUser(String json) throws Refusal {
    JsonMembers members = JsonMembers.readSecret(json, Verb.USER.members());
    Identity name = name(members.required(Member.NAME));
    Optional<Role> role = read(members, Member.ROLE, Role::of, Text.ROLE_MALFORMED);
    Optional<String> password = members.string(Member.PASSWORD);
    return new AccountRequest.AddUser(
        name,
        role.orElse(Role.REQUESTER),
        password.isEmpty() ? Optional.empty() : Optional.of(password(password.get())));
  }

  /** The name of an account that there is or is to be. */
  public static Identity name(String text) throws Refusal {
    return Identity.of(text)
        .orElseThrow(() -> Refusal.badRequest(Text.ACCOUNT_NAME_MALFORMED, Identity.MAX_LENGTH));
  }

  public static Role role(String text) throws Refusal {
    return Role.of(text).orElseThrow(() -> Refusal.badRequest(Text.ROLE_MALFORMED));
  }

  /** A password that somebody is to have. */
  public static Password password(String text) throws Refusal {
    return Password.chosen(text)
        .orElseThrow(
            () -> Refusal.badRequest(Text.PASSWORD_LENGTH, Password.SHORTEST, Password.LONGEST));
  }

  private static Optional<Identity> name(JsonMembers members) throws Refusal {
    Optional<String> name = members.string(Member.NAME);
    return name.isEmpty() ? Optional.empty() : Optional.of(name(name.get()));
  }

  /** {@code 12h}, {@code 30d} or {@code never}. */
  static Optional<Lifetime> lifetime(String text) {
    if (text.equals("never")) {
      return Optional.of(new Lifetime.Never());
    }
    Matcher form = LIFETIME.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(form.group(1));
    return Optional.of(
        new Lifetime.Of(
            form.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number)));
  }

  private static String label(String text) throws Refusal {
    if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST_LABEL) {
      throw Refusal.badRequest(Text.LABEL_MALFORMED, LONGEST_LABEL);
    }
    return text;
  }

  private static <T> Optional<T> read(
      JsonMembers members, Member member, Function<String, Optional<T>> reader, Text otherwise)
      throws Refusal {
    Optional<String> text = members.string(member);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = reader.apply(text.get());
    if (value.isEmpty()) {
      throw Refusal.badRequest(otherwise);
    }
    return value;
  }
}
