package ticketd.door;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import ticketd.credential.Token;
import ticketd.ticket.Access;
import ticketd.ticket.Account;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Cap;
import ticketd.ticket.Grant;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.Standing;
import ticketd.ticket.Verifier;
import ticketd.wire.AccountAnswer;
import ticketd.wire.AccountAnswer.Method;
import ticketd.wire.AccountRequest;
import ticketd.wire.ErrorCode;

/**
 * What requests about accounts come to in a closed desk, by whatever door. The accounts are current
 * when it is asked. May be used by many threads at once.
 */
public final class AccountPlans {
  /** One for all: a connection of an open desk needs none. */
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of the token that an account begins with. */
  private static final String FIRST_LABEL = "first";

  private static final String BROWSER = "browser";

  private final Entrance entrance;

  public AccountPlans(Entrance entrance) {
    this.entrance = entrance;
  }

  /** Of somebody who shows who they are, from there. */
  public Plan signIn(AccountRequest.Credential credential, Source source) {
    if (credential instanceof AccountRequest.OfPassword password) {
      return new Plan.Hash(
          told ->
              entrance
                  .passwords()
                  .compare(entrance.accounts(), source, password.name(), password.password(), told),
          this::signedIn);
    }
    return ((AccountRequest.OfToken) credential)
        .token()
        .flatMap(token -> Standing.ofToken(entrance.accounts(), token.hash(), entrance.instant()))
        .<Plan>map(who -> new Plan.SignIn(who, Optional.empty()))
        .orElseGet(() -> Plan.Refuse.of(ErrorCode.AUTH_FAILED));
  }

  private Plan signedIn(Passwords.Outcome outcome) {
    if (outcome instanceof Passwords.Refused refused) {
      return new Plan.Refuse(refused.code(), refused.message());
    }
    Passwords.Right right = (Passwords.Right) outcome;
    // While it was compared the account may have become another.
    return entrance
        .now(right.who())
        .<Plan>map(who -> new Plan.SignIn(who, right.rehash().map(Function.identity())))
        .orElseGet(() -> Plan.Refuse.of(ErrorCode.AUTH_FAILED));
  }

  /** Of {@code who}, who is signed in. */
  public Plan of(AccountRequest request, Principal.Known who, Source source) {
    if (request instanceof AccountRequest.SignIn in) {
      return signIn(in.credential(), source);
    } else if (request instanceof AccountRequest.WhoAmI) {
      return new Plan.Say(who(who));
    } else if (request instanceof AccountRequest.ListTokens list) {
      return listTokens(list.of(), who);
    } else if (request instanceof AccountRequest.ListUsers) {
      return mayManage(who) ? listUsers() : Plan.Refuse.of(ErrorCode.FORBIDDEN);
    } else if (request instanceof AccountRequest.NewToken wanted) {
      return newToken(wanted, who);
    } else if (request instanceof AccountRequest.RevokeToken revoke) {
      return new Plan.Ask(
          new AccountCommand.RevokeToken(revoke.of().orElse(who.who()), revoke.id()),
          (account, token, tickets) -> new AccountAnswer.TokenRevoked(revoke.id()));
    } else if (request instanceof AccountRequest.NewPassword password) {
      return newPassword(password, who, source);
    } else if (request instanceof AccountRequest.AddUser add) {
      return addUser(add, who, source);
    } else if (request instanceof AccountRequest.SetEnabled set) {
      return new Plan.Ask(
          set.enabled()
              ? new AccountCommand.Enable(set.name())
              : new AccountCommand.Disable(set.name()),
          (account, token, tickets) ->
              new AccountAnswer.UserEnabled(account.name().name(), account.enabled()));
    } else if (request instanceof AccountRequest.SetRole set) {
      return new Plan.Ask(
          new AccountCommand.SetRole(set.name(), set.role()),
          (account, token, tickets) ->
              new AccountAnswer.UserIs(account.name().name(), account.role()));
    }
    throw new IllegalArgumentException("no plan for " + request.verb());
  }

  /** Who somebody is that signed in. */
  public static AccountAnswer.WhoIs who(Principal.Known who) {
    return new AccountAnswer.WhoIs(
        who.who().name(),
        Optional.of(who.role()),
        who.credential() == Principal.Credential.ByPassword.INSTANCE
            ? Method.PASSWORD
            : Method.TOKEN,
        who.expiresAt());
  }

  /** What comes before a password is hashed for it; the desk decides again. */
  private static boolean mayManage(Principal.Known who) {
    return who.cap() == Cap.FULL && Access.mayRead(who.role(), Access.Subject.ACCOUNTS);
  }

  private Plan listTokens(Optional<Identity> of, Principal.Known who) {
    Identity name = of.orElse(who.who());
    if (!name.equals(who.who()) && !mayManage(who)) {
      return Plan.Refuse.of(ErrorCode.FORBIDDEN);
    }
    return entrance
        .accounts()
        .account(name)
        .<Plan>map(account -> new Plan.Say(new AccountAnswer.TokensListed(rows(account))))
        .orElseGet(() -> AccountRefusals.noSuchAccount());
  }

  private List<AccountAnswer.TokenRow> rows(Account account) {
    return account.tokens().stream()
        .filter(token -> token.grant().isLiveAt(entrance.instant()))
        .map(
            token -> {
              Grant grant = token.grant();
              return new AccountAnswer.TokenRow(
                  token.id(),
                  grant.label(),
                  grant.cap(),
                  grant.role().lower(account.role()),
                  grant.expiresAt(),
                  grant.session());
            })
        .toList();
  }

  private Plan listUsers() {
    return new Plan.Say(
        new AccountAnswer.UsersListed(
            entrance.accounts().all().stream()
                .map(
                    account ->
                        new AccountAnswer.UserRow(
                            account.name().name(), account.role(), account.enabled()))
                .toList()));
  }

  private Plan newToken(AccountRequest.NewToken wanted, Principal.Known who) {
    Token token = Token.mint(RANDOM);
    return new Plan.Ask(
        new AccountCommand.MakeToken(
            wanted.of().orElse(who.who()),
            new NewToken(
                token.hash(),
                wanted.label(),
                wanted.cap(),
                wanted.role(),
                wanted.lifetime(),
                false)),
        (account, id, tickets) ->
            new AccountAnswer.TokenMade(
                id.orElseThrow(),
                token,
                account.token(id.getAsLong()).flatMap(made -> made.grant().expiresAt())));
  }

  /** A token of its own for the browser of {@code who}, as much as what they signed in with. */
  public Plan.Session session(Principal.Known who) {
    Instant now = entrance.instant();
    Token token = Token.mint(RANDOM);
    Lifetime lifetime = new Lifetime.Session();
    NewToken wanted =
        new NewToken(token.hash(), BROWSER, Optional.empty(), Optional.empty(), lifetime, true);
    return new Plan.Session(
        new Plan.Ask(
            new AccountCommand.MakeToken(who.who(), wanted),
            (account, id, tickets) ->
                new AccountAnswer.SignedIn(who.who().name(), who.role(), who.expiresAt())),
        token,
        Duration.between(now, lifetime.endOf(now, who.expiresAt()).orElseThrow()));
  }

  /** A browser's session that {@code who} signed in by, where it is to last longer, being used. */
  public Optional<Plan.Renewal> renewal(Principal.Known who) {
    Instant now = entrance.instant();
    return who.credential() instanceof Principal.Credential.ByToken by
        ? entrance
            .accounts()
            .account(who.who())
            .flatMap(account -> account.token(by.id()))
            .flatMap(token -> token.grant().renewedAt(now))
            .map(
                end ->
                    new Plan.Renewal(
                        new AccountCommand.RenewToken(who.who(), by.id()),
                        Duration.between(now, end)))
        : Optional.empty();
  }

  /** Ends what somebody signed in with, where it is a token. */
  public static Optional<Plan> revokeItself(Principal.Known who) {
    return who.credential() instanceof Principal.Credential.ByToken by
        ? Optional.of(
            new Plan.Ask(
                new AccountCommand.RevokeToken(who.who(), by.id()),
                (account, token, tickets) -> new AccountAnswer.TokenRevoked(by.id())))
        : Optional.empty();
  }

  private Plan newPassword(AccountRequest.NewPassword wanted, Principal.Known who, Source source) {
    if (wanted.of().isPresent()) {
      Identity name = wanted.of().get();
      return mayManage(who)
          ? made(wanted, source, verifier -> setPassword(name, verifier))
          : Plan.Refuse.of(ErrorCode.FORBIDDEN);
    } else if (who.cap() != Cap.FULL) {
      return Plan.Refuse.of(ErrorCode.FORBIDDEN);
    }
    return new Plan.Hash(
        told ->
            entrance
                .passwords()
                .change(
                    entrance.accounts(),
                    source,
                    who.who(),
                    wanted.old().orElseThrow(),
                    wanted.chosen(),
                    told),
        outcome ->
            outcome instanceof Passwords.Made made
                ? new Plan.Ask(
                    new AccountCommand.ChangePassword(who.who(), made.old(), made.verifier()),
                    AccountPlans::passwordSet)
                : refused(outcome));
  }

  private Plan made(
      AccountRequest.NewPassword wanted, Source source, Function<Verifier, Plan> then) {
    return new Plan.Hash(
        told -> entrance.passwords().make(source, wanted.chosen(), told),
        outcome ->
            outcome instanceof Passwords.Made made
                ? then.apply(made.verifier())
                : refused(outcome));
  }

  private static Plan refused(Passwords.Outcome outcome) {
    Passwords.Refused refused = (Passwords.Refused) outcome;
    return new Plan.Refuse(refused.code(), refused.message());
  }

  private static Plan setPassword(Identity name, Verifier verifier) {
    return new Plan.Ask(new AccountCommand.SetPassword(name, verifier), AccountPlans::passwordSet);
  }

  private static AccountAnswer passwordSet(Account account, OptionalLong token, long tickets) {
    return new AccountAnswer.PasswordSet(account.name().name());
  }

  private Plan addUser(AccountRequest.AddUser add, Principal.Known who, Source source) {
    if (!mayManage(who)) {
      return Plan.Refuse.of(ErrorCode.FORBIDDEN);
    } else if (add.password().isEmpty()) {
      return added(add.name(), add.role(), Optional.empty());
    }
    return new Plan.Hash(
        told -> entrance.passwords().make(source, add.password().get(), told),
        outcome ->
            outcome instanceof Passwords.Made made
                ? added(add.name(), add.role(), Optional.of(made.verifier()))
                : refused(outcome));
  }

  private Plan added(Identity name, Role role, Optional<Verifier> password) {
    Token token = Token.mint(RANDOM);
    NewToken first =
        new NewToken(
            token.hash(),
            FIRST_LABEL,
            Optional.empty(),
            Optional.empty(),
            new Lifetime.Usual(),
            false);
    return new Plan.Ask(
        new AccountCommand.Add(name, role, password, Optional.of(first)),
        (account, id, tickets) ->
            new AccountAnswer.UserAdded(
                account.name().name(), account.role(), token, id.orElseThrow(), tickets));
  }
}
