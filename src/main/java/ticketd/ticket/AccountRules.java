package ticketd.ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What each command does to the accounts, as pure functions. Who may ask says {@link Access}. */
public final class AccountRules {
  /** Live ones of an account, those of browsers apart. */
  public static final int MAX_TOKENS = 32;

  private AccountRules() {}

  /** What a command would do to the accounts it was decided against. */
  public sealed interface Decision {
    /** To be stored, all of it or nothing; the first event gets {@code stamp.seq()}. */
    record Accepted(List<AccountEvent> events) implements Decision {}

    /** It is as asked. */
    record AsItStands() implements Decision {}

    record Refused(AccountRejection rejection) implements Decision {}
  }

  /**
   * What {@code command} does. {@code at} is a whole number of milliseconds, as it is stored.
   *
   * @param by may ask for it
   */
  public static Decision decide(
      AccountCommand command, Accounts accounts, Principal by, Instant at) {
    if (command instanceof AccountCommand.Add add) {
      return add(add, accounts, by, at);
    }
    Optional<Account> found = accounts.account(command.account());
    if (found.isEmpty()) {
      return refuse(new AccountRejection.NoSuchAccount(command.account()));
    }
    Account account = found.get();
    Identity name = account.name();
    if (command instanceof AccountCommand.Disable) {
      return account.enabled()
          ? unlessLastAdmin(account, accounts, new AccountEvent.Disabled(name))
          : new Decision.AsItStands();
    } else if (command instanceof AccountCommand.Enable) {
      return account.enabled() ? new Decision.AsItStands() : accept(new AccountEvent.Enabled(name));
    } else if (command instanceof AccountCommand.SetRole set) {
      return setRole(account, set.role(), accounts);
    } else if (command instanceof AccountCommand.SetPassword set) {
      return accept(
          new AccountEvent.PasswordSet(
              name, set.password(), by.who().equals(name) ? tokenOf(by) : OptionalLong.empty()));
    } else if (command instanceof AccountCommand.ChangePassword change) {
      return change.old().equals(account.password())
          ? accept(new AccountEvent.PasswordSet(name, change.password(), tokenOf(by)))
          : refuse(new AccountRejection.OtherPassword());
    } else if (command instanceof AccountCommand.Rehash rehash) {
      return Optional.of(rehash.old()).equals(account.password())
          ? accept(new AccountEvent.Rehashed(name, rehash.password()))
          : new Decision.AsItStands();
    } else if (command instanceof AccountCommand.MakeToken make) {
      return makeToken(account, make.token(), by, roleOf(by, accounts), at);
    } else if (command instanceof AccountCommand.RevokeToken revoke) {
      return account.token(revoke.token()).isPresent()
          ? accept(new AccountEvent.TokenRevoked(name, revoke.token()))
          : refuse(new AccountRejection.NoSuchToken(revoke.token()));
    } else if (command instanceof AccountCommand.RenewToken renew) {
      return renew(account, renew.token(), at);
    }
    throw new IllegalArgumentException("no rule for " + command);
  }

  private static Decision accept(AccountEvent event) {
    return new Decision.Accepted(List.of(event));
  }

  private static Decision refuse(AccountRejection rejection) {
    return new Decision.Refused(rejection);
  }

  private static Decision add(AccountCommand.Add add, Accounts accounts, Principal by, Instant at) {
    if (!accounts.isClosed() && add.role() != Role.ADMIN) {
      return refuse(new AccountRejection.FirstMustBeAdmin());
    }
    Optional<Account> before = accounts.account(add.account());
    if (before.isPresent()) {
      return refuse(new AccountRejection.Exists(before.get().name()));
    }
    List<AccountEvent> events = new ArrayList<>();
    events.add(new AccountEvent.Added(add.account(), add.role()));
    add.password()
        .ifPresent(
            verifier ->
                events.add(
                    new AccountEvent.PasswordSet(add.account(), verifier, OptionalLong.empty())));
    if (add.token().isPresent()) {
      Optional<Grant> grant =
          grant(add.token().get(), add.role(), by, roleOf(by, accounts), false, at);
      if (grant.isEmpty()) {
        return refuse(new AccountRejection.AboveItsMaker());
      }
      events.add(new AccountEvent.TokenMade(add.account(), grant.get()));
    }
    return new Decision.Accepted(List.copyOf(events));
  }

  private static Decision setRole(Account account, Role role, Accounts accounts) {
    if (account.role() == role) {
      return new Decision.AsItStands();
    }
    return unlessLastAdmin(account, accounts, new AccountEvent.RoleSet(account.name(), role));
  }

  /** The event leaves the account without what makes it an enabled admin's. */
  private static Decision unlessLastAdmin(Account account, Accounts accounts, AccountEvent event) {
    boolean isLast =
        account.isEnabledAdmin()
            && accounts.all().stream().filter(Account::isEnabledAdmin).count() == 1;
    return isLast ? refuse(new AccountRejection.LastAdmin(account.name())) : accept(event);
  }

  private static Decision makeToken(
      Account account, NewToken wanted, Principal by, Role ofMaker, Instant at) {
    long live =
        account.tokens().stream()
            .filter(token -> !token.grant().session() && token.grant().isLiveAt(at))
            .count();
    if (!wanted.session() && live >= MAX_TOKENS) {
      return refuse(new AccountRejection.TooManyTokens(MAX_TOKENS));
    }
    boolean isOwn = by.who().equals(account.name());
    return grant(wanted, account.role(), by, ofMaker, isOwn && isByPassword(by), at)
        .<Decision>map(grant -> accept(new AccountEvent.TokenMade(account.name(), grant)))
        .orElseGet(() -> refuse(new AccountRejection.AboveItsMaker()));
  }

  private static Decision renew(Account account, long id, Instant at) {
    Optional<Token> token = account.token(id).filter(found -> found.grant().isLiveAt(at));
    return token.isEmpty()
        ? refuse(new AccountRejection.NoSuchToken(id))
        : token
            .get()
            .grant()
            .renewedAt(at)
            .map(end -> accept(new AccountEvent.TokenRenewed(account.name(), id, end)))
            .orElseGet(Decision.AsItStands::new);
  }

  /**
   * Empty where it would be above what it is made with, or above the account.
   *
   * @param ofMaker what it is held to where nothing is said of a role: it then follows its account,
   *     up and down
   */
  private static Optional<Grant> grant(
      NewToken wanted, Role ofAccount, Principal by, Role ofMaker, boolean byPassword, Instant at) {
    Role most = ofAccount;
    Cap mostCap = Cap.FULL;
    Optional<Instant> makerEnds = Optional.empty();
    if (by instanceof Principal.Known known) {
      most = ofAccount.lower(known.role());
      mostCap = known.cap();
      makerEnds = known.expiresAt();
    }
    boolean isAbove = wanted.role().isPresent() && !most.isAtLeast(wanted.role().get());
    Cap cap = wanted.cap().orElse(mostCap);
    Optional<Instant> ends = wanted.lifetime().endOf(at, makerEnds);
    boolean outlives =
        makerEnds.isPresent() && (ends.isEmpty() || ends.get().isAfter(makerEnds.get()));
    if (isAbove || cap.compareTo(mostCap) > 0 || outlives) {
      return Optional.empty();
    }
    return Optional.of(
        new Grant(
            wanted.hash(),
            wanted.label(),
            cap,
            wanted.role().orElse(ofMaker),
            ends,
            wanted.session(),
            wanted.session() ? makerEnds : Optional.empty(),
            byPassword));
  }

  /** What the credential itself is held to, whatever its account's role is at the moment. */
  private static Role roleOf(Principal by, Accounts accounts) {
    OptionalLong token = tokenOf(by);
    return token.isEmpty()
        ? Role.ADMIN
        : accounts
            .account(by.who())
            .flatMap(account -> account.token(token.getAsLong()))
            .map(found -> found.grant().role())
            .orElse(Role.REQUESTER);
  }

  private static boolean isByPassword(Principal by) {
    if (by instanceof Principal.Known known) {
      return known.credential() == Principal.Credential.ByPassword.INSTANCE
          || (known.credential() instanceof Principal.Credential.ByToken token
              && token.byPassword());
    }
    return false;
  }

  private static OptionalLong tokenOf(Principal by) {
    return by instanceof Principal.Known known
            && known.credential() instanceof Principal.Credential.ByToken token
        ? OptionalLong.of(token.id())
        : OptionalLong.empty();
  }
}
