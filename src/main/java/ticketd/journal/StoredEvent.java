package ticketd.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Origin;
import ticketd.ticket.Priority;
import ticketd.ticket.Rating;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;

/** One event as it is stored: verified, immutable, its fields decoded when asked for. */
public final class StoredEvent extends StoredRecord {
  private static final EventKind[] KINDS = EventKind.values();
  private static final Status[] STATUSES = Status.values();
  private static final Priority[] PRIORITIES = Priority.values();
  private static final Resolution[] RESOLUTIONS = Resolution.values();

  /** Of the ticket's previous event, title, description, newest comment, while there is none. */
  static final int ABSENT = 0;

  private final byte[] record;
  private final long offset;
  private final IdentityCache identities;

  private final EventKind kind;
  private final int shape;
  private final int stateAt;
  private final int byAt;
  private final int authorAt;
  private final int assigneeAt;
  private final int tagsAt;
  private final int keyAt;
  private final int titleAt;
  private final int descriptionAt;
  private final int commentAt;

  private final EventBlock block;

  private final long id;
  private final long atMillis;
  private final long sinceFilingMillis;
  private final int version;
  private final int comments;
  private final long previousOffset;
  private final long titleBefore;
  private final long descriptionBefore;
  private final long commentBefore;

  /**
   * The event in a record whose checksum is right. Nothing that is asked of it later can fail.
   *
   * @param record exactly its bytes; never changed from now on
   * @throws JournalException NEWER_FORMAT, or DAMAGED where they are not what {@link
   *     EventDescriptor} says
   */
  static StoredEvent decode(Path file, long offset, byte[] record, IdentityCache identities) {
    Optional<String> unknown = RecordDescriptor.unknown(record, 0);
    if (unknown.isPresent()) {
      throw JournalException.newerRecord(file, offset, unknown.get());
    }
    try {
      StoredEvent event = new StoredEvent(offset, record, identities);
      EventCheck.check(event);
      return event;
    } catch (IndexOutOfBoundsException e) {
      throw misfit(file, offset, e);
    }
  }

  /**
   * The same of a record that was decoded before, when it was caught up with: its checksum tells
   * that it still is what it was, so that a list need not look at each field once more.
   */
  static StoredEvent again(Path file, long offset, byte[] record, IdentityCache identities) {
    try {
      return new StoredEvent(offset, record, identities);
    } catch (IndexOutOfBoundsException e) {
      throw misfit(file, offset, e);
    }
  }

  private static JournalException misfit(Path file, long offset, IndexOutOfBoundsException e) {
    return new JournalException(
        JournalException.Kind.DAMAGED,
        file,
        "damaged at offset " + offset + ": the event's fields do not fit: " + e.getMessage(),
        e);
  }

  private StoredEvent(long offset, byte[] record, IdentityCache identities) {
    this.offset = offset;
    this.record = record;
    this.identities = identities;
    this.kind = KINDS[RecordDescriptor.type(record, 0) - RecordDescriptor.FIRST_KIND];
    Cursor in = new Cursor(record, RecordDescriptor.HEADER);
    id = in.varint();
    atMillis = in.zigzag();
    stateAt = in.at;
    shape = record[stateAt];
    in.at += 4;
    byAt = in.at;
    in.skipIdentity();
    authorAt = has(EventDescriptor.SHAPE_AUTHOR) ? in.at : byAt;
    if (authorAt != byAt) {
      in.skipIdentity();
    }
    assigneeAt = in.at;
    if (hasAssignee()) {
      in.skipIdentity();
    }
    tagsAt = in.at;
    for (long tags = in.varint(); tags > 0; tags--) {
      in.skipText();
    }
    version = (int) in.varint();
    comments = (int) in.varint();
    sinceFilingMillis = in.zigzag();
    keyAt = in.at;
    if (has(EventDescriptor.SHAPE_KEY)) {
      in.skipText();
      in.at += Fingerprint.BYTES;
    }
    boolean filed = kind == EventKind.FILED;
    previousOffset = filed ? ABSENT : in.ref();
    titleBefore = filed ? ABSENT : in.ref();
    descriptionBefore = filed ? ABSENT : in.ref();
    commentBefore = filed ? ABSENT : in.ref();
    titleAt = in.at;
    if (setsTitle()) {
      in.skipText();
    }
    descriptionAt = in.at;
    if (setsDescription()) {
      in.skipText();
    }
    commentAt = in.at;
    if (has(EventDescriptor.SHAPE_COMMENT)) {
      in.skipText();
    }
    boolean hasBlock = RecordDescriptor.schema(record, 0) == RecordDescriptor.SCHEMA_WITH_BLOCK;
    block = hasBlock ? EventBlock.read(record, in) : EventBlock.NONE;
    if (in.at != record.length) {
      throw new IndexOutOfBoundsException(
          "the event's fields end at " + in.at + " of " + record.length);
    }
  }

  /**
   * That it can be the next event where {@code tickets} tickets were filed before it.
   *
   * @throws JournalException DAMAGED
   */
  void refuseUnlessNext(Path file, long tickets) {
    boolean isNext = kind == EventKind.FILED ? id == tickets + 1 : id >= 1 && id <= tickets;
    if (!isNext) {
      throw JournalException.damaged(
          file, offset, kind + " of ticket " + id + " where there are " + tickets);
    }
  }

  private boolean has(int part) {
    return (shape & part) != 0;
  }

  /** Which fields there are, see {@link EventDescriptor}. */
  int shape() {
    return shape;
  }

  boolean hasBlock() {
    return block != EventBlock.NONE;
  }

  /** {@link EventBlock#NONE} where there is none. */
  EventBlock block() {
    return block;
  }

  @Override
  public long offset() {
    return offset;
  }

  /** A noop has one, too. */
  @Override
  public long seq() {
    return RecordDescriptor.seq(record, 0);
  }

  @Override
  public int checksum() {
    return RecordDescriptor.crc(record, 0);
  }

  /** The ticket's. */
  public long id() {
    return id;
  }

  public EventKind kind() {
    return kind;
  }

  public int statusOrdinal() {
    return record[stateAt + 1];
  }

  public int priorityOrdinal() {
    return record[stateAt + 2];
  }

  /** Ordinal + 1, 0 for none. */
  int resolution() {
    return record[stateAt + 3];
  }

  public boolean hasAssignee() {
    return has(EventDescriptor.SHAPE_ASSIGNEE);
  }

  /** {@link #nameHash} of the author's key. */
  public int authorHash() {
    return identityHash(authorAt);
  }

  /** {@link #nameHash} of the assignee's key, 0 for none. */
  public int assigneeHash() {
    return hasAssignee() ? identityHash(assigneeAt) : 0;
  }

  private int identityHash(int at) {
    Cursor in = new Cursor(record, at);
    in.identity();
    return Hashes.name(record, in.keyAt, in.keyLength);
  }

  /** The {@link #tagSignature(String)} of all its tags, or-ed; 0 without tags. */
  public int tagSignature() {
    Cursor in = new Cursor(record, tagsAt);
    int signature = 0;
    for (long tags = in.varint(); tags > 0; tags--) {
      int length = (int) in.varint();
      signature |= Hashes.bit(record, in.at, length);
      in.at += length;
    }
    return signature;
  }

  public static int nameHash(String identityKey) {
    byte[] utf8 = identityKey.getBytes(StandardCharsets.UTF_8);
    return Hashes.name(utf8, 0, utf8.length);
  }

  /** One bit: a ticket that has the tag has the bit in its signature. */
  public static int tagSignature(String tag) {
    byte[] utf8 = tag.getBytes(StandardCharsets.UTF_8);
    return Hashes.bit(utf8, 0, utf8.length);
  }

  /** When the ticket is due, in milliseconds since 1970; {@link Long#MAX_VALUE} where it is not. */
  public long dueMillis() {
    return block.dueMillis();
  }

  /** Of the ticket just after the event. */
  public Optional<Rating> rating() {
    return block.rating();
  }

  /**
   * When the event closed the ticket, or filed it closed, in milliseconds since 1970; only of one
   * that did.
   */
  public long closingAtMillis() {
    return kind == EventKind.FILED ? block.filedClosedAtMillis() : atMillis;
  }

  /** What the event did to the ticket's links. */
  public Optional<LinkChange> links() {
    return block.links();
  }

  /** Of a note: its number. */
  public int noteNumber() {
    return block.noteNumber();
  }

  /** Of a note: where the one before it was added, 0 for none. */
  long noteBefore() {
    return block.noteBefore();
  }

  /** Of whom the comment or the note is, and since when, where that is told. */
  Origin said() {
    return block.said(identities);
  }

  boolean isClosed() {
    return statusOrdinal() == Status.CLOSED.ordinal();
  }

  /** When it was made, in milliseconds since 1970. */
  public long atMillis() {
    return atMillis;
  }

  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  @Override
  public Identity by() {
    return identity(byAt);
  }

  private Identity identity(int at) {
    Cursor in = new Cursor(record, at);
    in.identity();
    return identities.get(record, in.nameAt, in.nameLength, in.keyAt, in.keyLength);
  }

  @Override
  public Optional<RequestKey> key() {
    return keyText().map(RequestKey::new);
  }

  Optional<String> keyText() {
    return textAt(keyAt, has(EventDescriptor.SHAPE_KEY));
  }

  @Override
  public Optional<Fingerprint> fingerprint() {
    if (!has(EventDescriptor.SHAPE_KEY)) {
      return Optional.empty();
    }
    Cursor in = new Cursor(record, keyAt);
    in.skipText();
    return Optional.of(new Fingerprint(in.fixed(), in.fixed()));
  }

  /** {@link #keyHash(Identity, RequestKey)} of the principal and the key; 0 without a key. */
  @Override
  public long keyHash() {
    if (!has(EventDescriptor.SHAPE_KEY)) {
      return 0;
    }
    Cursor by = new Cursor(record, byAt);
    by.identity();
    Cursor key = new Cursor(record, keyAt);
    int length = (int) key.varint();
    return Hashes.pair(record, by.keyAt, by.keyLength, record, key.at, length);
  }

  /** Well mixed, never 0. */
  public static long keyHash(Identity by, RequestKey key) {
    byte[] owner = by.key().getBytes(StandardCharsets.UTF_8);
    byte[] owned = key.text().getBytes(StandardCharsets.UTF_8);
    return Hashes.pair(owner, 0, owner.length, owned, 0, owned.length);
  }

  /**
   * Of the ticket just after the event, but for its notes: what the next event of the ticket is
   * written with. A noop and a note leave the ticket's refs as they were.
   */
  public Refs refs() {
    return new Refs(
        isOfTicket() ? offset : previousOffset,
        setsTitle() ? offset : titleBefore,
        setsDescription() ? offset : descriptionBefore,
        hasComment() && kind != EventKind.NOTED ? offset : commentBefore,
        0);
  }

  /** Whether it made the ticket what it is just after it: not a noop, and not a note. */
  public boolean isOfTicket() {
    return kind != EventKind.NOOP && kind != EventKind.NOTED;
  }

  /** The ticket's event before, 0 for a filing; of a noop or a note the ticket's newest event. */
  public long previousOffset() {
    return previousOffset;
  }

  /** Where the title was set that this event found, 0 for none. */
  long titleBefore() {
    return titleBefore;
  }

  /** Where the description was set that this event found, 0 for none. */
  long descriptionBefore() {
    return descriptionBefore;
  }

  /** Where the newest comment was added that this event found, 0 for none. */
  long commentBefore() {
    return commentBefore;
  }

  @Override
  public boolean endsBatch() {
    return RecordDescriptor.endsBatch(record, 0);
  }

  boolean setsTitle() {
    return has(EventDescriptor.SHAPE_TITLE);
  }

  boolean setsDescription() {
    return has(EventDescriptor.SHAPE_DESCRIPTION);
  }

  /** Whether it added a comment or a note. */
  boolean hasComment() {
    return has(EventDescriptor.SHAPE_COMMENT);
  }

  /** Whether it set a title or a description, or added a comment. */
  public boolean setsText() {
    return setsTitle() || setsDescription() || hasComment();
  }

  /** The title this event set. */
  public Optional<String> title() {
    return textAt(titleAt, setsTitle());
  }

  /** The description this event set. */
  public Optional<String> description() {
    return textAt(descriptionAt, setsDescription());
  }

  /** The comment this event added, or the note. */
  public Optional<String> comment() {
    return textAt(commentAt, hasComment());
  }

  private Optional<String> textAt(int at, boolean present) {
    return present ? Optional.of(new Cursor(record, at).text()) : Optional.empty();
  }

  /** How many comments the ticket has just after the event. */
  int commentCount() {
    return comments;
  }

  /**
   * The ticket just after the event, which is {@linkplain #isOfTicket its own}, but for when it was
   * closed.
   */
  Ticket ticket(String title) {
    int resolution = resolution();
    return new Ticket(
        id,
        title,
        identity(authorAt),
        STATUSES[statusOrdinal()],
        resolution == 0 ? Optional.empty() : Optional.of(RESOLUTIONS[resolution - 1]),
        PRIORITIES[priorityOrdinal()],
        hasAssignee() ? Optional.of(identity(assigneeAt)) : Optional.empty(),
        tags(),
        Instant.ofEpochMilli(atMillis - sinceFilingMillis),
        at(),
        version,
        seq(),
        comments,
        block.extras());
  }

  long tagCount() {
    return new Cursor(record, tagsAt).varint();
  }

  private List<String> tags() {
    Cursor in = new Cursor(record, tagsAt);
    int count = (int) in.varint();
    if (count == 0) {
      return List.of();
    }
    List<String> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tags.add(in.text());
    }
    return List.copyOf(tags);
  }
}
