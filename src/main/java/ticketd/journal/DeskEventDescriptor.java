package ticketd.journal;

/**
 * The payload of an event of the desk, schema 1; the forms are those of {@link EventDescriptor}.
 *
 * <pre>
 *   u8        kind
 *   zigzag    time of the event (ms since 1970)
 *   identity  principal
 * </pre>
 *
 * and behind them, by kind, with a {@code verifier} being a varint (rounds), 16 bytes of salt and
 * 32 of hash:
 *
 * <pre>
 *   1  account added      identity  account
 *                         u8        role (ordinal)
 *   2  account disabled   identity  account
 *   3  account enabled    identity  account
 *   4  role set           identity  account
 *                         u8        role
 *   5  password set       identity  account
 *                         verifier
 *                         varint    id of the token that goes on, 0 for none
 *   6  password rehashed  identity  account
 *                         verifier
 *   7  token made         identity  account
 *                         32        SHA-256 of the token
 *                         text      label
 *                         u8        cap (ordinal)
 *                         u8        role
 *                         u8        1: it expires; 2: a browser's session; 4: by password;
 *                                   8: it is renewed up to a moment, not without end
 *                         zigzag    when it expires (ms since 1970)   (1)
 *                         zigzag    up to when it is renewed          (8)
 *   8  token revoked      identity  account
 *                         varint    the token's id
 *   9  session renewed    identity  account
 *                         varint    the token's id
 *                         zigzag    when it expires (ms since 1970)
 *  10  query saved        text      name
 *                         text      query
 *                         key
 *  11  query removed      text      name
 *                         key
 *  12  query kept         text      name
 *                         varint    number of the event that had set it
 *                         key
 * </pre>
 *
 * with a {@code key} being a u8, 1 where the request had one, and then, as of a ticket's event, a
 * text and 16 bytes of fingerprint. The last one is stored only with a key: its request changed
 * nothing.
 */
final class DeskEventDescriptor {
  static final int SCHEMA = 1;

  static final int ADDED = 1;
  static final int DISABLED = 2;
  static final int ENABLED = 3;
  static final int ROLE_SET = 4;
  static final int PASSWORD_SET = 5;
  static final int REHASHED = 6;
  static final int TOKEN_MADE = 7;
  static final int TOKEN_REVOKED = 8;
  static final int TOKEN_RENEWED = 9;
  static final int QUERY_SAVED = 10;
  static final int QUERY_REMOVED = 11;
  static final int QUERY_KEPT = 12;

  static final int LAST_KIND = QUERY_KEPT;

  static final int EXPIRES = 1;
  static final int SESSION = 2;
  static final int BY_PASSWORD = 4;
  static final int RENEWED_UP_TO = 8;

  static final int SALT_BYTES = 16;
  static final int HASH_BYTES = 32;

  private DeskEventDescriptor() {}
}
