package ticketd.wire;

import java.util.Optional;
import ticketd.credential.Password;
import ticketd.credential.Token;
import ticketd.ticket.Cap;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.Role;

/**
 * Speaks of accounts, of what opens them, or of who asks. Whose they are is empty where they are
 * the own ones of whoever asks.
 */
public sealed interface AccountRequest extends Request {
  /** What somebody shows to prove who they are. */
  sealed interface Credential {}

  /** A token; empty where what was sent cannot be one. */
  record OfToken(Optional<Token> token) implements Credential {}

  /** A name, empty where what was sent can be nobody's, with a password. */
  record OfPassword(Optional<Identity> name, Password password) implements Credential {}

  record SignIn(Credential credential) implements AccountRequest {
    static SignIn of(String name, String password) {
      return new SignIn(new OfPassword(Identity.of(name), Password.presented(password)));
    }

    /** By a token as it was sent. */
    public static SignIn of(String token) {
      return new SignIn(new OfToken(Token.of(token)));
    }

    @Override
    public Verb verb() {
      return Verb.AUTH;
    }
  }

  record WhoAmI() implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.WHOAMI;
    }
  }

  /**
   * A token is to be made.
   *
   * @param cap empty: as that of who asks
   * @param role at most; empty: as who asks
   */
  record NewToken(
      Optional<Identity> of,
      String label,
      Lifetime lifetime,
      Optional<Cap> cap,
      Optional<Role> role)
      implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.TOKEN;
    }
  }

  record ListTokens(Optional<Identity> of) implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.TOKEN;
    }
  }

  record RevokeToken(Optional<Identity> of, long id) implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.TOKEN;
    }
  }

  /**
   * A password is to be another.
   *
   * @param old of one's own password, the one before
   */
  record NewPassword(Optional<Identity> of, Optional<Password> old, Password chosen)
      implements AccountRequest {
    @Override
    public Verb verb() {
      return of.isPresent() ? Verb.USER : Verb.PASSWD;
    }
  }

  record AddUser(Identity name, Role role, Optional<Password> password) implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.USER;
    }
  }

  record ListUsers() implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.USER;
    }
  }

  record SetEnabled(Identity name, boolean enabled) implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.USER;
    }
  }

  record SetRole(Identity name, Role role) implements AccountRequest {
    @Override
    public Verb verb() {
      return Verb.USER;
    }
  }
}
