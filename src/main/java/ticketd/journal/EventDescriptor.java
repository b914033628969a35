package ticketd.journal;

/**
 * The payload of an event, schema 1 or 2. A {@code varint} is seven bits a byte, lowest first, the
 * top bit set in all but the last; a {@code zigzag} is a varint of {@code n << 1 ^ n >> 63}; a
 * {@code text} is a varint length and that many bytes of UTF-8; an {@code identity} is the name's
 * text and the key's text, of which an empty one means the same bytes as the name.
 *
 * <pre>
 *   varint    ticket's id
 *   zigzag    time of the event (ms since 1970)
 *   u8        what follows (SHAPE_...)
 *   u8        status        } ordinals, of the ticket after the event
 *   u8        priority      }
 *   u8        resolution: ordinal + 1, 0 for none
 *   identity  principal
 *   identity  author of the ticket, where it is not the principal  (SHAPE_AUTHOR)
 *   identity  assignee                                             (SHAPE_ASSIGNEE)
 *   varint    tags; as many texts
 *   varint    version
 *   varint    comments
 *   zigzag    time of the event less the time of filing (ms)
 *   text, 16  request key and fingerprint                          (SHAPE_KEY)
 *   varint*4  the ticket's event before, and the events that set its title, its description and
 *             its newest comment until then: offsets / 32, 0 for none  (not in a FILED)
 *   text      title                                                (SHAPE_TITLE)
 *   text      description                                          (SHAPE_DESCRIPTION)
 *   text      comment                                              (SHAPE_COMMENT)
 * </pre>
 *
 * The comment of a NOTED is a note: the ticket is as it was, and its events before and behind lead
 * past this one.
 *
 * <p>Schema 2, which only a store of header version 2 holds, has a block behind that; a noop has
 * none, and a NOTED nothing of the ticket's:
 *
 * <pre>
 *   varint    what follows (BLOCK_...), not 0
 *   zigzag    when the ticket is due (ms since 1970)               (BLOCK_DUE)
 *   varint*3  rating: responsiveness, competence, satisfaction     (BLOCK_RATING)
 *             the ticket is escalated                              (BLOCK_ESCALATED)
 *   zigzag    when the ticket was closed, of a FILED closed one    (BLOCK_CLOSED)
 *   links*2   before and after the event: varint, how many; of each
 *             u8, the ordinal of its type, and varint, the other ticket's id  (BLOCK_LINKS)
 *   varint*2  the note's number, and the event that added the note before it,
 *             offset / 32, 0 for none                              (BLOCK_NOTE, in a NOTED)
 *   identity  of whom the comment is, or the note                  (BLOCK_SAID_BY)
 *   zigzag    since when it is (ms since 1970)                     (BLOCK_SAID_AT)
 * </pre>
 */
final class EventDescriptor {
  static final int SHAPE_AUTHOR = 1;
  static final int SHAPE_ASSIGNEE = 2;
  static final int SHAPE_KEY = 4;
  static final int SHAPE_TITLE = 8;
  static final int SHAPE_DESCRIPTION = 16;
  static final int SHAPE_COMMENT = 32;

  static final int BLOCK_DUE = 1;
  static final int BLOCK_RATING = 2;
  static final int BLOCK_ESCALATED = 4;

  static final int BLOCK_CLOSED = 8;
  static final int BLOCK_LINKS = 16;
  static final int BLOCK_NOTE = 32;
  static final int BLOCK_SAID_BY = 64;
  static final int BLOCK_SAID_AT = 128;

  /** Behind the highest of them. */
  static final int BLOCK_END = 256;

  private EventDescriptor() {}
}
