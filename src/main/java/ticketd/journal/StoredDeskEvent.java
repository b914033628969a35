package ticketd.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Cap;
import ticketd.ticket.DeskEvent;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Grant;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Role;
import ticketd.ticket.Stamp;
import ticketd.ticket.TokenHash;
import ticketd.ticket.Verifier;

/** One event of the desk as it is stored, decoded. */
public final class StoredDeskEvent extends StoredRecord {
  private static final Role[] ROLES = Role.values();
  private static final Cap[] CAPS = Cap.values();

  private final long offset;
  private final int checksum;
  private final boolean endsBatch;
  private final RecordedDeskEvent recorded;
  private final Optional<KeyUse> use;

  private StoredDeskEvent(
      long offset, byte[] record, RecordedDeskEvent recorded, Optional<KeyUse> use) {
    this.offset = offset;
    this.checksum = RecordDescriptor.crc(record, 0);
    this.endsBatch = RecordDescriptor.endsBatch(record, 0);
    this.recorded = recorded;
    this.use = use;
  }

  /**
   * The event in a record whose checksum is right.
   *
   * @param record exactly its bytes
   * @throws JournalException NEWER_FORMAT, or DAMAGED where they are not what {@link
   *     DeskEventDescriptor} says
   */
  static StoredDeskEvent decode(Path file, long offset, byte[] record, IdentityCache identities) {
    Optional<String> unknown = RecordDescriptor.unknown(record, 0);
    if (unknown.isPresent()) {
      throw JournalException.newerRecord(file, offset, unknown.get());
    }
    try {
      Reading reading = new Reading(record, identities);
      return new StoredDeskEvent(offset, record, reading.recorded(), reading.use);
    } catch (IndexOutOfBoundsException e) {
      throw new JournalException(
          JournalException.Kind.DAMAGED,
          file,
          "damaged at offset " + offset + ": the event's fields do not fit: " + e.getMessage(),
          e);
    }
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long seq() {
    return recorded.stamp().seq();
  }

  @Override
  public Identity by() {
    return recorded.stamp().by();
  }

  @Override
  public Optional<RequestKey> key() {
    return use.map(KeyUse::key);
  }

  @Override
  public Optional<Fingerprint> fingerprint() {
    return use.map(KeyUse::fingerprint);
  }

  @Override
  public long keyHash() {
    return use.map(it -> StoredEvent.keyHash(by(), it.key())).orElse(0L);
  }

  @Override
  public int checksum() {
    return checksum;
  }

  @Override
  public boolean endsBatch() {
    return endsBatch;
  }

  public RecordedDeskEvent recorded() {
    return recorded;
  }

  /** What does not fit is an {@link IndexOutOfBoundsException}. */
  private static final class Reading {
    private final byte[] record;
    private final IdentityCache identities;
    private final Cursor in;
    private Optional<KeyUse> use = Optional.empty();

    Reading(byte[] record, IdentityCache identities) {
      this.record = record;
      this.identities = identities;
      this.in = new Cursor(record, RecordDescriptor.HEADER);
    }

    RecordedDeskEvent recorded() {
      int kind = u8();
      Instant at = Instant.ofEpochMilli(in.zigzag());
      Identity by = identity();
      DeskEvent event = event(kind);
      if (in.at != record.length) {
        throw new IndexOutOfBoundsException(
            "the event's fields end at " + in.at + " of " + record.length);
      }
      return new RecordedDeskEvent(new Stamp(by, at, RecordDescriptor.seq(record, 0)), event);
    }

    private DeskEvent event(int kind) {
      return kind < DeskEventDescriptor.QUERY_SAVED ? ofAccount(kind) : ofQuery(kind);
    }

    private QueryEvent ofQuery(int kind) {
      String name = in.text();
      QueryEvent event =
          switch (kind) {
            case DeskEventDescriptor.QUERY_SAVED -> new QueryEvent.Saved(name, in.text());
            case DeskEventDescriptor.QUERY_REMOVED -> new QueryEvent.Unsaved(name);
            case DeskEventDescriptor.QUERY_KEPT -> new QueryEvent.Kept(name, in.varint());
            default -> throw new IndexOutOfBoundsException("kind " + kind);
          };
      if (Objects.checkIndex(u8(), 2) == 1) {
        use = Optional.of(new KeyUse(key(), new Fingerprint(in.fixed(), in.fixed())));
      }
      return event;
    }

    private RequestKey key() {
      String text = in.text();
      if (!RequestKey.isValid(text)) {
        throw new IndexOutOfBoundsException("no request key");
      }
      return new RequestKey(text);
    }

    private AccountEvent ofAccount(int kind) {
      Identity account = identity();
      return switch (kind) {
        case DeskEventDescriptor.ADDED -> new AccountEvent.Added(account, role());
        case DeskEventDescriptor.DISABLED -> new AccountEvent.Disabled(account);
        case DeskEventDescriptor.ENABLED -> new AccountEvent.Enabled(account);
        case DeskEventDescriptor.ROLE_SET -> new AccountEvent.RoleSet(account, role());
        case DeskEventDescriptor.PASSWORD_SET ->
            new AccountEvent.PasswordSet(account, verifier(), kept());
        case DeskEventDescriptor.REHASHED -> new AccountEvent.Rehashed(account, verifier());
        case DeskEventDescriptor.TOKEN_MADE -> new AccountEvent.TokenMade(account, grant());
        case DeskEventDescriptor.TOKEN_REVOKED ->
            new AccountEvent.TokenRevoked(account, in.varint());
        case DeskEventDescriptor.TOKEN_RENEWED ->
            new AccountEvent.TokenRenewed(account, in.varint(), moment());
        default -> throw new IndexOutOfBoundsException("kind " + kind);
      };
    }

    private int u8() {
      return record[in.at++] & 0xff;
    }

    private Identity identity() {
      in.identity();
      return identities.get(record, in.nameAt, in.nameLength, in.keyAt, in.keyLength);
    }

    private Role role() {
      return ROLES[Objects.checkIndex(u8(), ROLES.length)];
    }

    private String hex(int bytes) {
      Objects.checkFromIndexSize(in.at, bytes, record.length);
      String hex = HexFormat.of().formatHex(record, in.at, in.at + bytes);
      in.at += bytes;
      return hex;
    }

    private Verifier verifier() {
      long rounds = in.varint();
      if (rounds < 1 || rounds > Integer.MAX_VALUE) {
        throw new IndexOutOfBoundsException(rounds + " rounds");
      }
      return new Verifier(
          (int) rounds, hex(DeskEventDescriptor.SALT_BYTES), hex(DeskEventDescriptor.HASH_BYTES));
    }

    private OptionalLong kept() {
      long token = in.varint();
      return token == 0 ? OptionalLong.empty() : OptionalLong.of(token);
    }

    private Instant moment() {
      return Instant.ofEpochMilli(in.zigzag());
    }

    private Grant grant() {
      TokenHash hash = new TokenHash(hex(DeskEventDescriptor.HASH_BYTES));
      String label = in.text();
      Cap cap = CAPS[Objects.checkIndex(u8(), CAPS.length)];
      Role role = role();
      int flags =
          Objects.checkIndex(
              u8(),
              1
                  + (DeskEventDescriptor.EXPIRES
                      | DeskEventDescriptor.SESSION
                      | DeskEventDescriptor.BY_PASSWORD
                      | DeskEventDescriptor.RENEWED_UP_TO));
      Optional<Instant> expiresAt =
          (flags & DeskEventDescriptor.EXPIRES) != 0 ? Optional.of(moment()) : Optional.empty();
      Optional<Instant> renewableUntil =
          (flags & DeskEventDescriptor.RENEWED_UP_TO) != 0
              ? Optional.of(moment())
              : Optional.empty();
      return new Grant(
          hash,
          label,
          cap,
          role,
          expiresAt,
          (flags & DeskEventDescriptor.SESSION) != 0,
          renewableUntil,
          (flags & DeskEventDescriptor.BY_PASSWORD) != 0);
    }
  }
}
