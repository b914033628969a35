package ticketd.journal;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Steps through the fields of {@link EventDescriptor}; past the array's end it throws. */
final class Cursor {
  private final byte[] bytes;
  int at;

  /** Of the identity passed last. */
  int nameAt;

  int nameLength;
  int keyAt;
  int keyLength;

  Cursor(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number of more than ten bytes at " + at);
  }

  long zigzag() {
    long coded = varint();
    return coded >>> 1 ^ -(coded & 1);
  }

  long ref() {
    return varint() * RecordDescriptor.ALIGNMENT;
  }

  long fixed() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      value |= (bytes[at++] & 0xffL) << shift;
    }
    return value;
  }

  String text() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skipText() {
    // In two steps: the length moves `at` too.
    int length = length();
    at += length;
  }

  void identity() {
    nameLength = length();
    nameAt = at;
    at += nameLength;
    keyLength = length();
    keyAt = at;
    at += keyLength;
    if (keyLength == 0) {
      keyAt = nameAt;
      keyLength = nameLength;
    }
  }

  void skipIdentity() {
    skipText();
    skipText();
  }

  private int length() {
    long length = varint();
    Objects.checkFromIndexSize(at, length, bytes.length);
    return (int) length;
  }
}
