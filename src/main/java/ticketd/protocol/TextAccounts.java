package ticketd.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Role;
import ticketd.wire.AccountAnswer;
import ticketd.wire.LineBuffer;
import ticketd.wire.LocalTimes;
import ticketd.wire.Text;
import ticketd.wire.Texts;

/**
 * What is told about accounts, as lines for people: data lines, then the text behind {@code OK}.
 */
final class TextAccounts {
  private static final String OK = "[OK] ";

  private final Texts texts;
  private final LocalTimes times;

  TextAccounts(Texts texts, LocalTimes times) {
    this.texts = texts;
    this.times = times;
  }

  /** All of it but the LF at its end. */
  void write(LineBuffer out, AccountAnswer answer) {
    if (answer instanceof AccountAnswer.SignedIn in) {
      ok(out, Text.SIGNED_IN, in.name(), in.role().wireName());
    } else if (answer instanceof AccountAnswer.WhoIs who) {
      line(out, "name", who.name());
      line(out, "role", who.role().map(Role::wireName).orElse("-"));
      line(out, "method", who.method().wireName());
      until(out, who.until());
      out.append("[OK]");
    } else if (answer instanceof AccountAnswer.TokenMade made) {
      line(out, "token", made.token().text());
      line(out, "id", Long.toString(made.id()));
      until(out, made.until());
      ok(out, Text.TOKEN_MADE, Long.toString(made.id()));
    } else if (answer instanceof AccountAnswer.TokensListed listed) {
      listed.rows().forEach(row -> row(out, row));
      counted(out, listed.rows().size(), Text.NO_TOKEN, Text.ONE_TOKEN, Text.TOKENS);
    } else if (answer instanceof AccountAnswer.TokenRevoked revoked) {
      ok(out, Text.TOKEN_REVOKED, Long.toString(revoked.id()));
    } else if (answer instanceof AccountAnswer.PasswordSet set) {
      ok(out, Text.PASSWORD_SET, set.name());
    } else if (answer instanceof AccountAnswer.UserAdded added) {
      line(out, "token", added.token().text());
      line(out, "id", Long.toString(added.tokenId()));
      line(out, "tickets", Long.toString(added.tickets()));
      ok(out, Text.USER_ADDED, added.name(), added.role().wireName());
    } else if (answer instanceof AccountAnswer.UsersListed listed) {
      listed.rows().forEach(row -> row(out, row));
      counted(out, listed.rows().size(), Text.USERS, Text.ONE_USER, Text.USERS);
    } else if (answer instanceof AccountAnswer.UserEnabled user) {
      ok(out, user.enabled() ? Text.USER_ENABLED : Text.USER_DISABLED, user.name());
    } else if (answer instanceof AccountAnswer.UserIs user) {
      ok(out, Text.USER_IS, user.name(), user.role().wireName());
    } else {
      throw new IllegalArgumentException("no lines for " + answer);
    }
  }

  private void row(LineBuffer out, AccountAnswer.TokenRow row) {
    out.append(' ').append(row.id()).append(" [").append(row.label()).append("] ");
    out.append(row.cap().wireName()).append(' ').append(row.role().wireName()).append(' ');
    instant(out, row.until());
    out.append(row.browser() ? " browser\n" : "\n");
  }

  private static void row(LineBuffer out, AccountAnswer.UserRow row) {
    out.append(' ').append(row.name()).append(": ").append(row.role().wireName());
    out.append(row.enabled() ? "\n" : " disabled\n");
  }

  private static void line(LineBuffer out, String name, String value) {
    out.append(' ').append(name).append(": ").append(value).append('\n');
  }

  private void until(LineBuffer out, Optional<Instant> until) {
    out.append(" expires: ");
    instant(out, until);
    out.append('\n');
  }

  private void instant(LineBuffer out, Optional<Instant> instant) {
    if (instant.isPresent()) {
      times.withOffset(out, instant.get());
    } else {
      out.append('-');
    }
  }

  private void ok(LineBuffer out, Text text, String... arguments) {
    texts.get(text).write(out.append(OK), List.of(arguments));
  }

  private void counted(LineBuffer out, int count, Text none, Text one, Text more) {
    ok(out, count == 0 ? none : count == 1 ? one : more, Integer.toString(count));
  }
}
