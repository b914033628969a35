package ticketd.journal;

/**
 * The payload of an event, schema 1. A {@code varint} is seven bits a byte, lowest first, the top
 * bit set in all but the last; a {@code zigzag} is a varint of {@code n << 1 ^ n >> 63}; a {@code
 * text} is a varint length and that many bytes of UTF-8; an {@code identity} is the name's text and
 * the key's text, of which an empty one means the same bytes as the name.
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
 */
final class EventDescriptor {
  static final int SHAPE_AUTHOR = 1;
  static final int SHAPE_ASSIGNEE = 2;
  static final int SHAPE_KEY = 4;
  static final int SHAPE_TITLE = 8;
  static final int SHAPE_DESCRIPTION = 16;
  static final int SHAPE_COMMENT = 32;

  private EventDescriptor() {}
}
