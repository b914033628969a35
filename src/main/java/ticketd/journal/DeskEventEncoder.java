package ticketd.journal;

import java.util.HexFormat;
import java.util.Optional;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.DeskEvent;
import ticketd.ticket.Grant;
import ticketd.ticket.KeyUse;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.Role;
import ticketd.ticket.Verifier;

/** Events of the desk into the bytes of {@link DeskEventDescriptor}. */
final class DeskEventEncoder {
  private final EventEncoder out;

  /** They are put behind what {@code out} holds. */
  DeskEventEncoder(EventEncoder out) {
    this.out = out;
  }

  /** A key is that of a request for a {@link QueryEvent}; no other is stored. */
  void encode(RecordedDeskEvent recorded, Optional<KeyUse> key) {
    DeskEvent event = recorded.event();
    out.u8(kind(event));
    out.zigzag(recorded.stamp().at().toEpochMilli());
    out.identity(recorded.stamp().by());
    if (event instanceof AccountEvent ofAccount) {
      out.identity(ofAccount.account());
      encode(ofAccount);
    } else if (event instanceof QueryEvent ofQuery) {
      encode(ofQuery, key);
    }
  }

  private void encode(QueryEvent event, Optional<KeyUse> key) {
    out.text(event.name());
    if (event instanceof QueryEvent.Saved saved) {
      out.text(saved.query());
    } else if (event instanceof QueryEvent.Kept kept) {
      out.varint(kept.seq());
    }
    out.u8(key.isPresent() ? 1 : 0);
    key.ifPresent(out::key);
  }

  private static int kind(DeskEvent event) {
    if (event instanceof AccountEvent.Added) {
      return DeskEventDescriptor.ADDED;
    } else if (event instanceof AccountEvent.Disabled) {
      return DeskEventDescriptor.DISABLED;
    } else if (event instanceof AccountEvent.Enabled) {
      return DeskEventDescriptor.ENABLED;
    } else if (event instanceof AccountEvent.RoleSet) {
      return DeskEventDescriptor.ROLE_SET;
    } else if (event instanceof AccountEvent.PasswordSet) {
      return DeskEventDescriptor.PASSWORD_SET;
    } else if (event instanceof AccountEvent.Rehashed) {
      return DeskEventDescriptor.REHASHED;
    } else if (event instanceof AccountEvent.TokenMade) {
      return DeskEventDescriptor.TOKEN_MADE;
    } else if (event instanceof AccountEvent.TokenRevoked) {
      return DeskEventDescriptor.TOKEN_REVOKED;
    } else if (event instanceof AccountEvent.TokenRenewed) {
      return DeskEventDescriptor.TOKEN_RENEWED;
    } else if (event instanceof QueryEvent.Saved) {
      return DeskEventDescriptor.QUERY_SAVED;
    } else if (event instanceof QueryEvent.Unsaved) {
      return DeskEventDescriptor.QUERY_REMOVED;
    } else if (event instanceof QueryEvent.Kept) {
      return DeskEventDescriptor.QUERY_KEPT;
    }
    throw new IllegalArgumentException("no kind of " + event);
  }

  private void encode(AccountEvent event) {
    if (event instanceof AccountEvent.Added added) {
      role(added.role());
    } else if (event instanceof AccountEvent.RoleSet set) {
      role(set.role());
    } else if (event instanceof AccountEvent.PasswordSet set) {
      verifier(set.verifier());
      out.varint(set.kept().orElse(0));
    } else if (event instanceof AccountEvent.Rehashed rehashed) {
      verifier(rehashed.verifier());
    } else if (event instanceof AccountEvent.TokenMade made) {
      grant(made.grant());
    } else if (event instanceof AccountEvent.TokenRevoked revoked) {
      out.varint(revoked.token());
    } else if (event instanceof AccountEvent.TokenRenewed renewed) {
      out.varint(renewed.token());
      out.zigzag(renewed.expiresAt().toEpochMilli());
    }
  }

  private void role(Role role) {
    out.u8(role.ordinal());
  }

  private void verifier(Verifier verifier) {
    out.varint(verifier.rounds());
    out.raw(HexFormat.of().parseHex(verifier.salt()));
    out.raw(HexFormat.of().parseHex(verifier.hash()));
  }

  private void grant(Grant grant) {
    out.raw(HexFormat.of().parseHex(grant.hash().hex()));
    out.text(grant.label());
    out.u8(grant.cap().ordinal());
    role(grant.role());
    out.u8(
        (grant.expiresAt().isPresent() ? DeskEventDescriptor.EXPIRES : 0)
            | (grant.session() ? DeskEventDescriptor.SESSION : 0)
            | (grant.byPassword() ? DeskEventDescriptor.BY_PASSWORD : 0)
            | (grant.renewableUntil().isPresent() ? DeskEventDescriptor.RENEWED_UP_TO : 0));
    grant.expiresAt().ifPresent(at -> out.zigzag(at.toEpochMilli()));
    grant.renewableUntil().ifPresent(at -> out.zigzag(at.toEpochMilli()));
  }
}
