package ticketd.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import ticketd.ticket.Extras;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;
import ticketd.ticket.Origin;
import ticketd.ticket.Rating;

/**
 * What stands behind the fields of 1.0 in a record of schema 2: parts of which each event has those
 * that it needs, as {@link EventDescriptor} says. Immutable, decoded when asked for.
 */
final class EventBlock {
  /** Of an event that has none. */
  static final EventBlock NONE = new EventBlock(new byte[0], 0, 0);

  private static final LinkType[] LINK_TYPES = LinkType.values();

  private final byte[] record;
  private final long parts;

  /** Of the first part. */
  private final int from;

  private EventBlock(byte[] record, long parts, int from) {
    this.record = record;
    this.parts = parts;
    this.from = from;
  }

  /**
   * The one that stands there; {@code in} is behind it afterwards.
   *
   * @throws IndexOutOfBoundsException where its fields do not fit
   */
  static EventBlock read(byte[] record, Cursor in) {
    long parts = in.varint();
    EventBlock block = new EventBlock(record, parts, in.at);
    block.skip(in, EventDescriptor.BLOCK_END - 1);
    return block;
  }

  /** What comes before what is looked for: the fields stand in the order of their parts. */
  private void skip(Cursor in, int before) {
    if ((parts & before & EventDescriptor.BLOCK_DUE) != 0) {
      in.varint();
    }
    if ((parts & before & EventDescriptor.BLOCK_RATING) != 0) {
      in.varint();
      in.varint();
      in.varint();
    }
    if ((parts & before & EventDescriptor.BLOCK_CLOSED) != 0) {
      in.varint();
    }
    if ((parts & before & EventDescriptor.BLOCK_LINKS) != 0) {
      skipLinks(in);
      skipLinks(in);
    }
    if ((parts & before & EventDescriptor.BLOCK_NOTE) != 0) {
      in.varint();
      in.varint();
    }
    if ((parts & before & EventDescriptor.BLOCK_SAID_BY) != 0) {
      in.skipIdentity();
    }
    if ((parts & before & EventDescriptor.BLOCK_SAID_AT) != 0) {
      in.varint();
    }
  }

  private static void skipLinks(Cursor in) {
    for (long left = in.varint(); left > 0; left--) {
      in.varint();
      in.varint();
    }
  }

  boolean has(int part) {
    return (parts & part) != 0;
  }

  /** At a part, which it must have. */
  private Cursor at(int part) {
    Cursor in = new Cursor(record, from);
    skip(in, part - 1);
    return in;
  }

  /**
   * What can be wrong where all fields have their place.
   *
   * @throws IndexOutOfBoundsException saying what is
   */
  void check() {
    if (parts <= 0 || parts >= EventDescriptor.BLOCK_END) {
      throw new IndexOutOfBoundsException("a block of parts " + parts);
    }
    if (has(EventDescriptor.BLOCK_RATING)) {
      Cursor in = at(EventDescriptor.BLOCK_RATING);
      for (int score = 0; score < 3; score++) {
        if (!Rating.isScore(in.varint())) {
          throw new IndexOutOfBoundsException("a rating that is none");
        }
      }
    }
    if (has(EventDescriptor.BLOCK_LINKS)) {
      Cursor in = at(EventDescriptor.BLOCK_LINKS);
      checkLinks(in);
      checkLinks(in);
    }
  }

  private static void checkLinks(Cursor in) {
    for (long left = in.varint(); left > 0; left--) {
      Objects.checkIndex(in.varint(), LINK_TYPES.length);
      if (in.varint() < 1) {
        throw new IndexOutOfBoundsException("a link with no ticket");
      }
    }
  }

  /** When the ticket is due, in milliseconds since 1970; {@link Long#MAX_VALUE} where it is not. */
  long dueMillis() {
    return has(EventDescriptor.BLOCK_DUE) ? at(EventDescriptor.BLOCK_DUE).zigzag() : Long.MAX_VALUE;
  }

  /** Of the ticket just after the event, but for when it was closed, which it need not know. */
  Extras extras() {
    if (parts == 0) {
      return Extras.NONE;
    }
    return new Extras(
        has(EventDescriptor.BLOCK_DUE)
            ? Optional.of(Instant.ofEpochMilli(dueMillis()))
            : Optional.empty(),
        Optional.empty(),
        rating(),
        has(EventDescriptor.BLOCK_ESCALATED));
  }

  /** Of the ticket just after the event. */
  Optional<Rating> rating() {
    if (!has(EventDescriptor.BLOCK_RATING)) {
      return Optional.empty();
    }
    Cursor in = at(EventDescriptor.BLOCK_RATING);
    return Optional.of(new Rating((int) in.varint(), (int) in.varint(), (int) in.varint()));
  }

  /** When a ticket was closed that was filed so, in milliseconds since 1970. */
  long filedClosedAtMillis() {
    return at(EventDescriptor.BLOCK_CLOSED).zigzag();
  }

  /** What the event did to the ticket's links. */
  Optional<LinkChange> links() {
    if (!has(EventDescriptor.BLOCK_LINKS)) {
      return Optional.empty();
    }
    Cursor in = at(EventDescriptor.BLOCK_LINKS);
    List<Link> before = links(in);
    return Optional.of(new LinkChange(before, links(in)));
  }

  private static List<Link> links(Cursor in) {
    List<Link> links = new ArrayList<>();
    for (long left = in.varint(); left > 0; left--) {
      links.add(new Link(LINK_TYPES[(int) in.varint()], in.varint()));
    }
    return links;
  }

  /** Of a note: its number. */
  int noteNumber() {
    return (int) at(EventDescriptor.BLOCK_NOTE).varint();
  }

  /** Of a note: where the one before it was added, 0 for none. */
  long noteBefore() {
    Cursor in = at(EventDescriptor.BLOCK_NOTE);
    in.varint();
    return in.ref();
  }

  /** Of whom the comment or the note is, and since when, where that is told. */
  Origin said(IdentityCache identities) {
    Optional<Identity> author = Optional.empty();
    if (has(EventDescriptor.BLOCK_SAID_BY)) {
      Cursor in = at(EventDescriptor.BLOCK_SAID_BY);
      in.identity();
      author =
          Optional.of(identities.get(record, in.nameAt, in.nameLength, in.keyAt, in.keyLength));
    }
    if (has(EventDescriptor.BLOCK_SAID_AT)) {
      long at = at(EventDescriptor.BLOCK_SAID_AT).zigzag();
      return new Origin(author, Optional.of(Instant.ofEpochMilli(at)));
    }
    return author.isPresent() ? new Origin(author, Optional.empty()) : Origin.HERE;
  }
}
