package ticketd.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.Extras;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Link;
import ticketd.ticket.Origin;
import ticketd.ticket.Recorded;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;

/** Events into the bytes of {@link EventDescriptor}, one after the other in one growing array. */
final class EventEncoder {
  private byte[] bytes;
  private int end;

  EventEncoder(int capacity) {
    bytes = new byte[capacity];
  }

  /** The array as it is now; another one after it had to grow. */
  byte[] bytes() {
    return bytes;
  }

  int end() {
    return end;
  }

  void end(int at) {
    end = at;
  }

  /** Moves everything from {@code from} on back by {@code by} zero bytes. */
  void insertZeros(int from, int by) {
    reserve(by);
    System.arraycopy(bytes, from, bytes, from + by, end - from);
    Arrays.fill(bytes, from, from + by, (byte) 0);
    end += by;
  }

  void u8(int value) {
    reserve(1);
    bytes[end++] = (byte) value;
  }

  void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, end, value.length);
    end += value.length;
  }

  void zeros(int count) {
    reserve(count);
    Arrays.fill(bytes, end, end + count, (byte) 0);
    end += count;
  }

  /** Whether the event sets the ticket's title. */
  static boolean setsTitle(TicketEvent event) {
    return event instanceof TicketEvent.Filed
        || (event instanceof TicketEvent.Changed changed
            && !changed.before().title().equals(changed.after().title()));
  }

  /** The description the event sets. */
  static Optional<String> description(TicketEvent event) {
    if (event instanceof TicketEvent.Filed filed) {
      return Optional.of(filed.description());
    } else if (event instanceof TicketEvent.Changed changed) {
      return changed.description().map(TicketEvent.TextChange::after);
    }
    return Optional.empty();
  }

  /** What the block behind the event's other fields holds; 0 where it needs none. */
  static int block(TicketEvent event) {
    if (event instanceof TicketEvent.Noted noted) {
      return EventDescriptor.BLOCK_NOTE | said(noted.said());
    } else if (event.kind() == EventKind.NOOP) {
      return 0;
    }
    int parts = state(event.after().extras());
    if (event instanceof TicketEvent.Changed changed) {
      parts |= changed.links().isPresent() ? EventDescriptor.BLOCK_LINKS : 0;
      return parts | said(changed.said());
    }
    return parts | (event.after().isClosed() ? EventDescriptor.BLOCK_CLOSED : 0);
  }

  private static int state(Extras extras) {
    return (extras.due().isPresent() ? EventDescriptor.BLOCK_DUE : 0)
        | (extras.rating().isPresent() ? EventDescriptor.BLOCK_RATING : 0)
        | (extras.isEscalated() ? EventDescriptor.BLOCK_ESCALATED : 0);
  }

  private static int said(Origin said) {
    return (said.author().isPresent() ? EventDescriptor.BLOCK_SAID_BY : 0)
        | (said.createdAt().isPresent() ? EventDescriptor.BLOCK_SAID_AT : 0);
  }

  /** What the event says, be it a comment or a note. */
  private static Optional<String> saying(TicketEvent event) {
    return event instanceof TicketEvent.Noted noted ? Optional.of(noted.note()) : event.comment();
  }

  /** Whether version 1.0 of the program would not know the event. */
  static boolean isOfVersion2(TicketEvent event) {
    return event.kind().ordinal() > EventKind.NOOP.ordinal() || block(event) != 0;
  }

  void encode(Recorded recorded, Optional<KeyUse> key, Refs previous) {
    TicketEvent event = recorded.event();
    Ticket after = event.after();
    Identity by = recorded.stamp().by();
    long atMillis = recorded.stamp().at().toEpochMilli();
    boolean otherAuthor = !isSpelledAlike(by, after.author());
    boolean setsTitle = setsTitle(event);
    Optional<String> description = description(event);
    Optional<String> saying = saying(event);
    int shape =
        (otherAuthor ? EventDescriptor.SHAPE_AUTHOR : 0)
            | (after.assignee().isPresent() ? EventDescriptor.SHAPE_ASSIGNEE : 0)
            | (key.isPresent() ? EventDescriptor.SHAPE_KEY : 0)
            | (setsTitle ? EventDescriptor.SHAPE_TITLE : 0)
            | (description.isPresent() ? EventDescriptor.SHAPE_DESCRIPTION : 0)
            | (saying.isPresent() ? EventDescriptor.SHAPE_COMMENT : 0);
    varint(after.id());
    zigzag(atMillis);
    reserve(4);
    bytes[end++] = (byte) shape;
    bytes[end++] = (byte) after.status().ordinal();
    bytes[end++] = (byte) after.priority().ordinal();
    bytes[end++] =
        (byte) (after.resolution().isPresent() ? after.resolution().get().ordinal() + 1 : 0);
    identity(by);
    if (otherAuthor) {
      identity(after.author());
    }
    if (after.assignee().isPresent()) {
      identity(after.assignee().get());
    }
    List<String> tags = after.tags();
    varint(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      text(tags.get(i));
    }
    varint(after.version());
    varint(after.comments());
    zigzag(atMillis - after.createdAt().toEpochMilli());
    if (key.isPresent()) {
      key(key.get());
    }
    if (event.kind() != EventKind.FILED) {
      ref(previous.offset());
      ref(previous.titleAt());
      ref(previous.descriptionAt());
      ref(previous.lastCommentAt());
    }
    if (setsTitle) {
      text(after.title());
    }
    if (description.isPresent()) {
      text(description.get());
    }
    if (saying.isPresent()) {
      text(saying.get());
    }
    int block = block(event);
    if (block != 0) {
      block(block, event, previous);
    }
  }

  private void block(int parts, TicketEvent event, Refs previous) {
    varint(parts);
    if (event instanceof TicketEvent.Noted noted) {
      varint(noted.n());
      ref(previous.lastNoteAt());
      writeSaid(noted.said());
      return;
    }
    Extras extras = event.after().extras();
    extras.due().ifPresent(due -> zigzag(due.toEpochMilli()));
    extras
        .rating()
        .ifPresent(
            rating -> {
              varint(rating.responsiveness());
              varint(rating.competence());
              varint(rating.satisfaction());
            });
    if (event instanceof TicketEvent.Changed changed) {
      changed
          .links()
          .ifPresent(
              change -> {
                links(change.before());
                links(change.after());
              });
      writeSaid(changed.said());
    } else if (event.after().isClosed()) {
      zigzag(extras.closedAt().orElseThrow().toEpochMilli());
    }
  }

  private void links(List<Link> links) {
    varint(links.size());
    for (Link link : links) {
      varint(link.type().ordinal());
      varint(link.id());
    }
  }

  private void writeSaid(Origin said) {
    said.author().ifPresent(this::identity);
    said.createdAt().ifPresent(at -> zigzag(at.toEpochMilli()));
  }

  /** Identities are equal when their keys are; here the spelling counts too. */
  private static boolean isSpelledAlike(Identity one, Identity other) {
    return one.name().equals(other.name()) && one.key().equals(other.key());
  }

  void identity(Identity identity) {
    text(identity.name());
    if (identity.key().equals(identity.name())) {
      varint(0);
    } else {
      text(identity.key());
    }
  }

  private void ref(long offset) {
    varint(offset / RecordDescriptor.ALIGNMENT);
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, end, utf8.length);
    end += utf8.length;
  }

  void key(KeyUse use) {
    text(use.key().text());
    fixed(use.fingerprint().high());
    fixed(use.fingerprint().low());
  }

  private void fixed(long value) {
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[end++] = (byte) (value >>> shift);
    }
  }

  void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  void varint(long value) {
    reserve(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[end++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[end++] = (byte) left;
  }

  private void reserve(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
  }
}
