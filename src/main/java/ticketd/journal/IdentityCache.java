package ticketd.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import ticketd.ticket.Identity;

/** Names repeat: the same bytes mostly give the same object. For any number of threads. */
final class IdentityCache {
  private static final int SLOTS = 4096;

  private static final class Entry {
    final byte[] name;
    final byte[] key;
    final Identity identity;

    Entry(byte[] name, byte[] key, Identity identity) {
      this.name = name;
      this.key = key;
      this.identity = identity;
    }
  }

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SLOTS);

  /** The identity with this name and key in UTF-8; both within {@code bytes}. */
  Identity get(byte[] bytes, int nameAt, int nameLength, int keyAt, int keyLength) {
    int slot = Hashes.name(bytes, nameAt, nameLength) & (SLOTS - 1);
    Entry entry = entries.getPlain(slot);
    if (entry != null
        && Arrays.equals(entry.name, 0, entry.name.length, bytes, nameAt, nameAt + nameLength)
        && Arrays.equals(entry.key, 0, entry.key.length, bytes, keyAt, keyAt + keyLength)) {
      return entry.identity;
    }
    Identity identity =
        new Identity(
            new String(bytes, nameAt, nameLength, StandardCharsets.UTF_8),
            new String(bytes, keyAt, keyLength, StandardCharsets.UTF_8));
    entries.setRelease(
        slot,
        new Entry(
            Arrays.copyOfRange(bytes, nameAt, nameAt + nameLength),
            Arrays.copyOfRange(bytes, keyAt, keyAt + keyLength),
            identity));
    return identity;
  }
}
