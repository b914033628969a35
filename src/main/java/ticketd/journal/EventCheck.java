package ticketd.journal;

import java.util.Objects;
import ticketd.ticket.EventKind;
import ticketd.ticket.Priority;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;

/**
 * What can be wrong with an event where all fields have their place. Whatever passes answers every
 * question, and whoever follows its references comes to an end.
 */
final class EventCheck {
  private static final int STATUSES = Status.values().length;
  private static final int PRIORITIES = Priority.values().length;
  private static final int RESOLUTIONS = Resolution.values().length;

  /** More than a record has room for. */
  private static final long MAX_TAGS = RecordDescriptor.MAX_LENGTH;

  private EventCheck() {}

  /**
   * Refuses what no event is.
   *
   * @throws IndexOutOfBoundsException saying what is wrong
   */
  static void check(StoredEvent event) {
    checkState(event);
    Objects.checkIndex(event.tagCount(), MAX_TAGS);
    if (event.keyText().filter(key -> !RequestKey.isValid(key)).isPresent()) {
      throw new IndexOutOfBoundsException("no request key");
    }
    checkReferences(event);
    if (event.hasBlock()) {
      checkBlock(event);
    }
    checkNote(event);
    boolean filedClosed = event.kind() == EventKind.FILED && event.isClosed();
    if (event.block().has(EventDescriptor.BLOCK_CLOSED) != filedClosed) {
      throw new IndexOutOfBoundsException("a filing that does not say when it was closed");
    }
  }

  private static void checkState(StoredEvent event) {
    Objects.checkIndex(event.shape(), EventDescriptor.SHAPE_COMMENT << 1);
    Objects.checkIndex(event.statusOrdinal(), STATUSES);
    Objects.checkIndex(event.priorityOrdinal(), PRIORITIES);
    Objects.checkIndex(event.resolution(), RESOLUTIONS + 1);
  }

  /** They lead back. */
  private static void checkReferences(StoredEvent event) {
    if (event.kind() == EventKind.FILED) {
      if (!event.setsTitle() || !event.setsDescription()) {
        throw new IndexOutOfBoundsException("a filing without a title or a description");
      }
      return;
    }
    checkReference(event, event.previousOffset());
    checkReference(event, event.titleBefore());
    checkReference(event, event.descriptionBefore());
    if (event.commentBefore() != StoredEvent.ABSENT) {
      checkReference(event, event.commentBefore());
    }
  }

  private static void checkReference(StoredEvent event, long to) {
    if (to < Header.BYTES || to >= event.offset()) {
      throw new IndexOutOfBoundsException("a reference to offset " + to);
    }
  }

  private static void checkBlock(StoredEvent event) {
    if (event.kind() == EventKind.NOOP) {
      throw new IndexOutOfBoundsException("a block in an event that changes nothing");
    }
    event.block().check();
  }

  private static void checkNote(StoredEvent event) {
    boolean isNote = event.block().has(EventDescriptor.BLOCK_NOTE);
    if (isNote != (event.kind() == EventKind.NOTED) || (isNote && !event.hasComment())) {
      throw new IndexOutOfBoundsException("a note that is none");
    }
    if (isNote && event.noteBefore() != StoredEvent.ABSENT) {
      checkReference(event, event.noteBefore());
    }
  }
}
