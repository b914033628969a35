package ticketd.ticket;

import java.util.Optional;

/**
 * Who may do what in a closed desk. What is said here never depends on a ticket, so that nobody
 * learns of one by being refused; {@link #sees} says which tickets there are for whom.
 */
public final class Access {
  /** What is read, apart from tickets. */
  public enum Subject {
    /** The desk's figures, reports and saved queries, also where a query names one. */
    DESK,
    /** Whoever has an account. */
    ACCOUNTS
  }

  private Access() {}

  /** Whether the ticket, its changes and what is said of it are there for this principal. */
  public static boolean sees(Role role, Identity who, Identity author) {
    return role.isAtLeast(Role.AGENT) || author.equals(who);
  }

  /** Whether comments are shown that only those who work on tickets see. */
  public static boolean seesInternal(Role role) {
    return role.isAtLeast(Role.AGENT);
  }

  public static boolean mayRead(Role role, Subject subject) {
    return role.isAtLeast(subject == Subject.ACCOUNTS ? Role.ADMIN : Role.AGENT);
  }

  /** Whether it may be asked for at all, of a ticket that is seen. */
  public static boolean mayAsk(Principal.Known who, Command command) {
    if (command instanceof AccountCommand ofAccount) {
      return mayAsk(who, ofAccount);
    }
    Role least =
        isImport(command) ? Role.ADMIN : isForRequesters(command) ? Role.REQUESTER : Role.AGENT;
    return who.cap() == Cap.FULL && who.role().isAtLeast(least);
  }

  /** Whether it says that something is somebody else's, or of another time. */
  private static boolean isImport(Command command) {
    if (command instanceof TicketCommand.File file) {
      return file.origin().isElsewhere() || file.closing().isPresent();
    } else if (command instanceof TicketCommand.Comment comment) {
      return comment.origin().isElsewhere();
    }
    return command instanceof TicketCommand.Note note && note.origin().isElsewhere();
  }

  private static boolean isForRequesters(Command command) {
    if (command instanceof TicketCommand.File file) {
      return file.assignee().isEmpty() && file.due().isEmpty();
    } else if (command instanceof TicketCommand.Edit edit) {
      return isOfTextsAlone(edit.patch());
    }
    return command instanceof TicketCommand.Comment
        || command instanceof TicketCommand.Close
        || command instanceof TicketCommand.Rate
        || command instanceof TicketCommand.Reopen;
  }

  private static boolean isOfTextsAlone(TicketCommand.Patch patch) {
    return patch.equals(
        new TicketCommand.Patch(
            patch.title(),
            patch.description(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static boolean mayAsk(Principal.Known who, AccountCommand command) {
    boolean isOwn = command.account().equals(who.who());
    if (command instanceof AccountCommand.RevokeToken revoke && isOwn) {
      return who.cap() == Cap.FULL || isOfToken(who, revoke.token());
    } else if (command instanceof AccountCommand.RenewToken renew) {
      return isOwn && isOfToken(who, renew.token());
    } else if (command instanceof AccountCommand.MakeToken make
        && isOwn
        && make.token().session()) {
      // It is held to the same, and only a browser's signing in makes one.
      return true;
    } else if (who.cap() != Cap.FULL) {
      return false;
    } else if (command instanceof AccountCommand.ChangePassword
        || command instanceof AccountCommand.Rehash) {
      return isOwn;
    } else if (command instanceof AccountCommand.MakeToken && isOwn) {
      return true;
    }
    return who.role() == Role.ADMIN;
  }

  private static boolean isOfToken(Principal.Known who, long token) {
    return who.credential() instanceof Principal.Credential.ByToken by && by.id() == token;
  }
}
