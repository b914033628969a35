package ticketd.wire;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import ticketd.ticket.Role;

/** What is told about accounts, as members of an object and as objects of lists. */
public final class AccountJson {
  private static final SerializedString NAME = name("name");
  private static final SerializedString ROLE = name("role");
  private static final SerializedString METHOD = name("method");
  private static final SerializedString EXPIRES_AT = name("expiresAt");
  private static final SerializedString ID = name("id");
  private static final SerializedString TOKEN = name("token");
  private static final SerializedString TOKEN_ID = name("tokenId");
  private static final SerializedString TICKETS = name("tickets");
  private static final SerializedString LABEL = name("label");
  private static final SerializedString CAP = name("cap");
  private static final SerializedString BROWSER = name("browser");
  private static final SerializedString ENABLED = name("enabled");
  private static final SerializedString COUNT = name("count");

  private AccountJson() {}

  /** The objects that stand before the answer's own, a line each. */
  public static void rows(LineBuffer out, AccountAnswer answer) {
    if (answer instanceof AccountAnswer.TokensListed listed) {
      listed.rows().forEach(row -> JsonLine.write(out, json -> members(json, row)));
    } else if (answer instanceof AccountAnswer.UsersListed listed) {
      listed.rows().forEach(row -> JsonLine.write(out, json -> members(json, row)));
    }
  }

  public static void members(JsonLine json, AccountAnswer.TokenRow row) throws IOException {
    json.number(ID, row.id());
    json.text(LABEL, row.label());
    json.text(CAP, row.cap().wireName());
    json.text(ROLE, row.role().wireName());
    until(json, row.until());
    json.bool(BROWSER, row.browser());
  }

  public static void members(JsonLine json, AccountAnswer.UserRow row) throws IOException {
    json.text(NAME, row.name());
    json.text(ROLE, row.role().wireName());
    json.bool(ENABLED, row.enabled());
  }

  public static void members(JsonLine json, AccountAnswer answer) throws IOException {
    if (answer instanceof AccountAnswer.SignedIn in) {
      json.text(NAME, in.name());
      json.text(ROLE, in.role().wireName());
      until(json, in.until());
    } else if (answer instanceof AccountAnswer.WhoIs who) {
      json.text(NAME, who.name());
      json.text(ROLE, who.role().map(Role::wireName).orElse("-"));
      json.text(METHOD, who.method().wireName());
      until(json, who.until());
    } else if (answer instanceof AccountAnswer.TokenMade made) {
      json.number(ID, made.id());
      json.text(TOKEN, made.token().text());
      until(json, made.until());
    } else if (answer instanceof AccountAnswer.UserAdded added) {
      json.text(NAME, added.name());
      json.text(ROLE, added.role().wireName());
      json.text(TOKEN, added.token().text());
      json.number(TOKEN_ID, added.tokenId());
      json.number(TICKETS, added.tickets());
    } else if (answer instanceof AccountAnswer.TokensListed listed) {
      json.number(COUNT, listed.rows().size());
    } else if (answer instanceof AccountAnswer.UsersListed listed) {
      json.number(COUNT, listed.rows().size());
    } else if (answer instanceof AccountAnswer.TokenRevoked revoked) {
      json.number(ID, revoked.id());
    } else if (answer instanceof AccountAnswer.PasswordSet set) {
      json.text(NAME, set.name());
    } else if (answer instanceof AccountAnswer.UserEnabled user) {
      json.text(NAME, user.name());
      json.bool(ENABLED, user.enabled());
    } else if (answer instanceof AccountAnswer.UserIs user) {
      json.text(NAME, user.name());
      json.text(ROLE, user.role().wireName());
    } else {
      throw new IllegalArgumentException("no members of " + answer);
    }
  }

  private static void until(JsonLine json, Optional<Instant> until) throws IOException {
    if (until.isPresent()) {
      json.time(EXPIRES_AT, until.get());
    } else {
      json.nothing(EXPIRES_AT);
    }
  }
}
