package ticketd.protocol;

import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.wire.AccountBodies;
import ticketd.wire.AccountRequest;
import ticketd.wire.Refusal;
import ticketd.wire.Request;
import ticketd.wire.Text;

/** The arguments of the verbs about accounts. No refusal quotes them. */
final class AccountParser {
  private static final String NOTHING_SAID = "{}";

  private final Words words;

  private AccountParser(Words words) {
    this.words = words;
  }

  /** Whether secrets follow on lines of their own; takes of {@code words} what tells. */
  static boolean asks(Words words) {
    return switch (words.verb()) {
      case AUTH, PASSWD -> !words.hasMore();
      case USER -> words.skip("PASSWD") && Identity.of(words.restOrEmpty()).isPresent();
      default -> false;
    };
  }

  static Request parse(Words words) throws Refusal {
    AccountParser parser = new AccountParser(words);
    Request request =
        switch (words.verb()) {
          case AUTH -> parser.auth();
          case PASSWD -> parser.asking(Optional.empty());
          case TOKEN -> parser.token();
          case USER -> parser.user();
          default -> throw new IllegalArgumentException(words.verb() + " is about no account");
        };
    parser.expectEnd();
    return request;
  }

  /** Refuses what is written otherwise than the verb's usage says. */
  private Refusal malformed() {
    return Refusal.badRequest(Text.USAGE, words.verb());
  }

  private void expectEnd() throws Refusal {
    if (words.hasMore()) {
      throw malformed();
    }
  }

  private Request auth() throws Refusal {
    if (!words.hasMore()) {
      return asking(Optional.empty());
    } else if (words.nextIsJson()) {
      return AccountBodies.signIn(words.rest());
    }
    // A word that can be no token is refused as any that is none of ours.
    return AccountRequest.SignIn.of(words.next());
  }

  private Request.Asking asking(Optional<Identity> of) {
    return new Request.Asking(words.verb(), of, Optional.empty());
  }

  private Request token() throws Refusal {
    if (words.skip("NEW")) {
      return AccountBodies.newToken(json());
    } else if (words.skip("LIST")) {
      return AccountBodies.listTokens(json());
    } else if (words.skip("REVOKE")) {
      return AccountBodies.revokeToken(words.next(), json());
    }
    throw malformed();
  }

  private String json() throws Refusal {
    if (words.hasMore() && !words.nextIsJson()) {
      throw malformed();
    }
    return words.hasMore() ? words.rest() : NOTHING_SAID;
  }

  private Request user() throws Refusal {
    if (words.skip("ADD")) {
      return AccountBodies.addUser(json());
    } else if (words.skip("LIST")) {
      return new AccountRequest.ListUsers();
    } else if (words.skip("DISABLE")) {
      return new AccountRequest.SetEnabled(name(words.rest()), false);
    } else if (words.skip("ENABLE")) {
      return new AccountRequest.SetEnabled(name(words.rest()), true);
    } else if (words.skip("ROLE")) {
      return role(words.rest().stripTrailing());
    } else if (words.skip("PASSWD")) {
      return asking(Optional.of(name(words.rest())));
    }
    throw malformed();
  }

  private static Identity name(String text) throws Refusal {
    return AccountBodies.name(text);
  }

  /** A name, which may hold spaces, and a role behind the last one. */
  private Request role(String text) throws Refusal {
    int space = text.lastIndexOf(' ');
    if (space < 0) {
      throw malformed();
    }
    return new AccountRequest.SetRole(
        name(text.substring(0, space)), AccountBodies.role(text.substring(space + 1)));
  }
}
