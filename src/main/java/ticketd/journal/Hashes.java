package ticketd.journal;

/** Of bytes in UTF-8. None is stored: they may change from version to version. */
final class Hashes {
  private Hashes() {}

  static int name(byte[] bytes, int at, int length) {
    long hash = raw(0, bytes, at, length);
    return (int) (mix(hash) >>> 32);
  }

  /** One bit of 32. */
  static int bit(byte[] bytes, int at, int length) {
    return 1 << (name(bytes, at, length) >>> 27);
  }

  /** Of an owner and what it owns; never 0. */
  static long pair(
      byte[] owner, int ownerAt, int ownerLength, byte[] owned, int ownedAt, int ownedLength) {
    long hash = raw(0, owner, ownerAt, ownerLength);
    // No byte of UTF-8: the two parts cannot be confused.
    hash = (hash ^ 0xff) * PRIME;
    hash = mix(raw(hash, owned, ownedAt, ownedLength));
    return hash == 0 ? 1 : hash;
  }

  private static final long PRIME = 0x100000001b3L;

  /** FNV-1a, 64 bits; see RFC 9923. */
  private static long raw(long seed, byte[] bytes, int at, int length) {
    long hash = seed ^ 0xcbf29ce484222325L;
    for (int i = at; i < at + length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
    }
    return hash;
  }

  /** The last step of SplitMix64: every bit depends on every bit. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
