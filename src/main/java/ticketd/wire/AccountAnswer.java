package ticketd.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.credential.Token;
import ticketd.ticket.Cap;
import ticketd.ticket.Role;

/** What somebody is told about accounts, their own or others'. */
public sealed interface AccountAnswer {
  /** Somebody signed in; {@code until} when that ends, if it does. */
  record SignedIn(String name, Role role, Optional<Instant> until) implements AccountAnswer {}

  /**
   * Who asks.
   *
   * @param role that is in force; empty where there are no accounts
   * @param method how they proved it; {@code name} where it is a claim
   */
  record WhoIs(String name, Optional<Role> role, Method method, Optional<Instant> until)
      implements AccountAnswer {
    /** Somebody in a desk without accounts. */
    public static WhoIs claimed(String name) {
      return new WhoIs(name, Optional.empty(), Method.NAME, Optional.empty());
    }
  }

  /** How somebody proved who they are. */
  enum Method {
    NAME("name"),
    TOKEN("token"),
    PASSWORD("password");

    private final String wireName;

    Method(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** The one time that a token is shown. */
  record TokenMade(long id, Token token, Optional<Instant> until) implements AccountAnswer {}

  record TokensListed(List<TokenRow> rows) implements AccountAnswer {}

  /**
   * A token that is good.
   *
   * @param role at most
   * @param browser whether a browser keeps it
   */
  record TokenRow(
      long id, String label, Cap cap, Role role, Optional<Instant> until, boolean browser) {}

  record TokenRevoked(long id) implements AccountAnswer {}

  record PasswordSet(String name) implements AccountAnswer {}

  /** There is one more account; {@code tickets} are filed under its name already. */
  record UserAdded(String name, Role role, Token token, long tokenId, long tickets)
      implements AccountAnswer {}

  record UsersListed(List<UserRow> rows) implements AccountAnswer {}

  record UserRow(String name, Role role, boolean enabled) {}

  record UserEnabled(String name, boolean enabled) implements AccountAnswer {}

  record UserIs(String name, Role role) implements AccountAnswer {}
}
