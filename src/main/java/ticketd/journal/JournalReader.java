package ticketd.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import ticketd.ticket.Comment;
import ticketd.ticket.EventKind;
import ticketd.ticket.Note;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;

/**
 * Reads any published record. Safe for any number of threads; never waits for a writer. Damage is a
 * {@link JournalException} of kind DAMAGED, what a copy had no room for yet one of kind FULL, never
 * a wrong answer.
 */
public final class JournalReader {
  /** Enough for most records, so that one copy brings both the length and the rest. */
  private static final int GUESS = 512;

  /** To look at the clock for each would be a tenth of reading a list. */
  private static final int READS_PER_LOOK = 32;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final byte[] bytes = new byte[GUESS];
    int readsUntilLook;
  }

  private final Path file;
  private final Chunks chunks;
  private final int chunkBytes;
  private final int salt;
  private final Extent extent;
  private final IdentityCache identities = new IdentityCache();
  private final ThreadLocal<Closings> closings = ThreadLocal.withInitial(Closings::new);
  private final TicketCache kept = new TicketCache();

  /** Before it is committed what a copy may not have yet. */
  private volatile long passed;

  JournalReader(Path file, Chunks chunks, int chunkBytes, int salt, Extent extent) {
    this.file = file;
    this.chunks = chunks;
    this.chunkBytes = chunkBytes;
    this.salt = salt;
    this.extent = extent;
  }

  /** There are records up to {@code end}, whether or not the file has them by now. */
  void passed(long end) {
    passed = end;
  }

  /** The event of a ticket that begins there. */
  public StoredEvent event(long offset) {
    byte[] record = verified(offset);
    if (RecordDescriptor.type(record, 0) > RecordDescriptor.LAST_KIND) {
      throw JournalException.damaged(file, offset, "no ticket's event begins there");
    }
    return StoredEvent.again(file, offset, record, identities);
  }

  /** The event that begins there, of a ticket or of the desk. */
  public StoredRecord record(long offset) {
    byte[] record = verified(offset);
    return RecordDescriptor.type(record, 0) == RecordDescriptor.DESK
        ? StoredDeskEvent.decode(file, offset, record, identities)
        : StoredEvent.again(file, offset, record, identities);
  }

  /** The event that begins there, where it must be the one numbered {@code seq}. */
  public StoredRecord record(long offset, long seq) {
    StoredRecord read = record(offset);
    if (read.seq() != seq) {
      throw JournalException.damaged(file, offset, "number " + read.seq() + " in place of " + seq);
    }
    return read;
  }

  private byte[] verified(long offset) {
    byte[] scratch = scratch();
    int room = room(offset);
    int copied = Math.min(room, GUESS);
    chunks.read(offset, scratch, 0, copied);
    int length = RecordDescriptor.length(scratch, 0);
    if (length < RecordDescriptor.HEADER
        || length > Math.min(room, RecordDescriptor.MAX_LENGTH)
        || RecordDescriptor.type(scratch, 0) == RecordDescriptor.PAD) {
      throw JournalException.damaged(file, offset, "no event begins there");
    }
    byte[] record = Arrays.copyOf(scratch, length);
    if (length > copied) {
      chunks.read(offset + copied, record, copied, length - copied);
    }
    if (!RecordDescriptor.hasValidCrc(record, 0, salt)) {
      throw JournalException.damaged(file, offset, "wrong checksum");
    }
    return record;
  }

  private byte[] scratch() {
    Scratch scratch = SCRATCH.get();
    if (--scratch.readsUntilLook <= 0) {
      scratch.readsUntilLook = READS_PER_LOOK;
      extent.look();
    }
    return scratch.bytes;
  }

  /**
   * The ticket {@code id} just after the event that begins there, if it was {@link #keep kept}
   * lately and the file still has that very record's checksum there.
   */
  public Optional<Ticket> kept(long id, long offset) {
    TicketCache.Entry entry = kept.get(id, offset);
    if (entry.ticket().isPresent()) {
      byte[] head = scratch();
      chunks.read(offset, head, 0, RecordDescriptor.HEADER);
      if (RecordDescriptor.crc(head, 0) != entry.checksum()) {
        return Optional.empty();
      }
    }
    return entry.ticket();
  }

  /** Remembers what {@code event} left, for as long as nothing else takes its place. */
  public void keep(StoredEvent event, Ticket ticket) {
    kept.put(ticket, event.offset(), event.checksum());
  }

  /** Over a copy of a verified record. */
  StoredRecord decode(long offset, byte[] record) {
    return StoredRecord.decode(file, offset, record, identities);
  }

  /** How many committed bytes there are from {@code offset} to the end of its chunk. */
  private int room(long offset) {
    long end = extent.committedAtLeast();
    if (end - offset < GUESS) {
      end = extent.committed();
    }
    if (offset >= end && offset < passed) {
      throw new JournalException(JournalException.Kind.FULL, file, "no room for what is committed");
    }
    if (offset < Header.BYTES
        || offset % RecordDescriptor.ALIGNMENT != 0
        || end - offset < RecordDescriptor.HEADER) {
      throw JournalException.damaged(file, offset, "no record can begin there");
    }
    return (int) Math.min(end - offset, chunkBytes - (offset & (chunkBytes - 1)));
  }

  /** The ticket just after the event. */
  public Ticket ticket(StoredEvent event) {
    return event.isOfTicket()
        ? withClosing(event.ticket(title(event)), event)
        : ticket(event(event.previousOffset()));
  }

  private Ticket withClosing(Ticket ticket, StoredEvent event) {
    return ticket.isClosed()
        ? ticket.with(ticket.extras().withClosedAt(Instant.ofEpochMilli(closedAtMillis(event))))
        : ticket;
  }

  /**
   * When the ticket was closed that is so just after the event: by the nearest event back that
   * closed it, since those behind it do not say so.
   */
  private long closedAtMillis(StoredEvent event) {
    Closings known = closings.get();
    long closedAt = known.of(event.offset());
    if (closedAt == Closings.UNKNOWN) {
      closedAt = closingAtMillis(event, known);
      known.put(event.offset(), closedAt);
    }
    return closedAt;
  }

  private long closingAtMillis(StoredEvent event, Closings known) {
    StoredEvent closing = event;
    while (closing.kind() != EventKind.CLOSED && closing.kind() != EventKind.FILED) {
      long before = closing.previousOffset();
      long closedAt = known.of(before);
      if (closedAt != Closings.UNKNOWN) {
        return closedAt;
      }
      StoredEvent previous = event(before);
      if (!previous.isClosed()) {
        break;
      }
      closing = previous;
    }
    return closing.closingAtMillis();
  }

  /** As of the event. */
  public String title(StoredEvent event) {
    return present(
        event.setsTitle() ? event.title() : event(event.refs().titleAt()).title(), event);
  }

  /** As of the event. */
  public String description(StoredEvent event) {
    return present(
        event.setsDescription()
            ? event.description()
            : event(event.refs().descriptionAt()).description(),
        event);
  }

  private String present(Optional<String> text, StoredEvent event) {
    return text.orElseThrow(
        () ->
            JournalException.damaged(
                file, event.offset(), "refers to an event that does not hold the text"));
  }

  /** The {@code newest} latest comments as of the event, oldest first. */
  public List<Comment> comments(StoredEvent event, int newest) {
    List<Comment> comments = new ArrayList<>();
    long at = event.refs().lastCommentAt();
    while (at != 0 && comments.size() < newest) {
      StoredEvent commented = at == event.offset() ? event : event(at);
      comments.add(
          new Comment(
              commented.commentCount(),
              commented.said().author().orElse(commented.by()),
              present(commented.comment(), event),
              commented.said().createdAt().orElse(commented.at())));
      at = commented.commentBefore();
    }
    Collections.reverse(comments);
    return comments;
  }

  /**
   * The {@code newest} latest notes up to the one that the event at {@code lastAt} added, 0 for
   * none; oldest first.
   */
  public List<Note> notes(long lastAt, int newest) {
    List<Note> notes = new ArrayList<>();
    for (long at = lastAt; at != 0 && notes.size() < newest; ) {
      StoredEvent noted = event(at);
      notes.add(
          new Note(
              noted.noteNumber(),
              noted.said().author().orElse(noted.by()),
              present(noted.comment(), noted),
              noted.said().createdAt().orElse(noted.at())));
      at = noted.noteBefore();
    }
    Collections.reverse(notes);
    return notes;
  }

  /**
   * The texts of all comments as of the event, newest first; each is read when it is asked for, so
   * that no more than one of them need be held.
   */
  public Stream<String> commentTexts(StoredEvent event) {
    return texts(event.refs().lastCommentAt(), StoredEvent::commentBefore);
  }

  /** The same of the notes up to the one that the event at {@code lastAt} added, 0 for none. */
  public Stream<String> noteTexts(long lastAt) {
    return texts(lastAt, StoredEvent::noteBefore);
  }

  private Stream<String> texts(long lastAt, ToLongFunction<StoredEvent> before) {
    return Stream.iterate(
            said(lastAt), Optional::isPresent, one -> said(before.applyAsLong(one.orElseThrow())))
        .flatMap(Optional::stream)
        .map(said -> present(said.comment(), said));
  }

  private Optional<StoredEvent> said(long at) {
    return at == 0 ? Optional.empty() : Optional.of(event(at));
  }

  /** Where the note before a note was added, 0 for none. */
  public long noteBefore(StoredEvent noted) {
    return noted.noteBefore();
  }

  /** The whole event, with what it replaced read from the ticket's event before. */
  public Recorded recorded(StoredEvent event) {
    Stamp stamp = new Stamp(event.by(), event.at(), event.seq());
    Ticket after = ticket(event);
    if (event.kind() == EventKind.FILED) {
      return new Recorded(stamp, new TicketEvent.Filed(after, present(event.description(), event)));
    }
    if (event.kind() == EventKind.NOOP) {
      return new Recorded(stamp, new TicketEvent.Noop(after));
    }
    if (event.kind() == EventKind.NOTED) {
      return new Recorded(
          stamp,
          new TicketEvent.Noted(
              after, event.noteNumber(), present(event.comment(), event), event.said()));
    }
    Ticket before = ticket(event(event.previousOffset()));
    Optional<TicketEvent.TextChange> description =
        event
            .description()
            .map(
                text ->
                    new TicketEvent.TextChange(
                        present(event(event.descriptionBefore()).description(), event), text));
    return new Recorded(
        stamp,
        new TicketEvent.Changed(
            event.kind(),
            before,
            after,
            description,
            event.comment(),
            event.links(),
            event.said()));
  }

  /** Where the first event is; equal to {@link Journal#committed} while the store is empty. */
  public long first() {
    return Header.BYTES;
  }

  /** Where the event after the one at {@code offset} is, or the committed end after the last. */
  public long next(long offset) {
    long next = behind(offset);
    long end = extent.committed();
    // A pad fills the rest of a chunk, and no chunk begins with one.
    return next < end && isPad(next) ? behind(next) : next;
  }

  private long behind(long offset) {
    byte[] head = scratch();
    int room = room(offset);
    chunks.read(offset, head, 0, RecordDescriptor.HEADER);
    int length = RecordDescriptor.length(head, 0);
    if (length < RecordDescriptor.HEADER || length > room) {
      throw JournalException.damaged(file, offset, "no record begins there");
    }
    return offset + RecordDescriptor.aligned(length);
  }

  private boolean isPad(long offset) {
    room(offset);
    byte[] head = scratch();
    chunks.read(offset, head, 0, RecordDescriptor.HEADER);
    return RecordDescriptor.type(head, 0) == RecordDescriptor.PAD;
  }
}
