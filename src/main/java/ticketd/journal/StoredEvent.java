package ticketd.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.Extras;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;
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
  private static final LinkType[] LINK_TYPES = LinkType.values();

  /** Of the ticket's previous event, title, description, newest comment, while there is none. */
  private static final int ABSENT = 0;

  /** More than a record has room for. */
  private static final long MAX_TAGS = RecordDescriptor.MAX_LENGTH;

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

  /** Of the block, 0 without one. */
  private final int blockAt;

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
      event.check();
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
    blockAt = hasBlock ? in.at : 0;
    if (hasBlock) {
      skipBlock(in, EventDescriptor.BLOCK_END - 1, in.varint());
    }
    if (in.at != record.length) {
      throw new IndexOutOfBoundsException(
          "the event's fields end at " + in.at + " of " + record.length);
    }
  }

  /** What comes before what is looked for: the fields stand in the order of their parts. */
  private static void skipBlock(Cursor in, int before, long parts) {
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

  private boolean hasPart(int part) {
    return blockAt != 0 && (new Cursor(record, blockAt).varint() & part) != 0;
  }

  /** At a part of the block, which must have it. */
  private Cursor part(int part) {
    Cursor in = new Cursor(record, blockAt);
    long parts = in.varint();
    skipBlock(in, part - 1, parts);
    return in;
  }

  /** What can be wrong where all fields have their place. */
  private void check() {
    checkState();
    Objects.checkIndex(new Cursor(record, tagsAt).varint(), MAX_TAGS);
    if (has(EventDescriptor.SHAPE_KEY)) {
      checkKey(new Cursor(record, keyAt).text());
    }
    checkReferences();
    if (blockAt != 0) {
      checkBlock();
    }
    boolean isNote = hasPart(EventDescriptor.BLOCK_NOTE);
    if (isNote != (kind == EventKind.NOTED) || (isNote && !has(EventDescriptor.SHAPE_COMMENT))) {
      throw new IndexOutOfBoundsException("a note that is none");
    }
    if (isNote && noteBefore() != ABSENT) {
      checkReference(noteBefore());
    }
    boolean filedClosed = kind == EventKind.FILED && isClosed();
    if (hasPart(EventDescriptor.BLOCK_CLOSED) != filedClosed) {
      throw new IndexOutOfBoundsException("a filing that does not say when it was closed");
    }
  }

  private void checkBlock() {
    long parts = new Cursor(record, blockAt).varint();
    if (parts <= 0 || parts >= EventDescriptor.BLOCK_END || kind == EventKind.NOOP) {
      throw new IndexOutOfBoundsException("a block of parts " + parts);
    }
    if (hasPart(EventDescriptor.BLOCK_RATING)) {
      Cursor in = part(EventDescriptor.BLOCK_RATING);
      for (int score = 0; score < 3; score++) {
        if (!Rating.isScore(in.varint())) {
          throw new IndexOutOfBoundsException("a rating that is none");
        }
      }
    }
    if (hasPart(EventDescriptor.BLOCK_LINKS)) {
      Cursor in = part(EventDescriptor.BLOCK_LINKS);
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

  private void checkState() {
    Objects.checkIndex(shape, EventDescriptor.SHAPE_COMMENT << 1);
    Objects.checkIndex(statusOrdinal(), STATUSES.length);
    Objects.checkIndex(priorityOrdinal(), PRIORITIES.length);
    Objects.checkIndex(resolution(), RESOLUTIONS.length + 1);
  }

  private static void checkKey(String key) {
    if (!RequestKey.isValid(key)) {
      throw new IndexOutOfBoundsException("no request key");
    }
  }

  /** They lead back, so that whoever follows them comes to an end. */
  private void checkReferences() {
    if (kind == EventKind.FILED) {
      if (!setsTitle() || !setsDescription()) {
        throw new IndexOutOfBoundsException("a filing without a title or a description");
      }
      return;
    }
    checkReference(previousOffset);
    checkReference(titleBefore);
    checkReference(descriptionBefore);
    if (commentBefore != ABSENT) {
      checkReference(commentBefore);
    }
  }

  private void checkReference(long to) {
    if (to < Header.BYTES || to >= offset) {
      throw new IndexOutOfBoundsException("a reference to offset " + to);
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
  private int resolution() {
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
    return hasPart(EventDescriptor.BLOCK_DUE)
        ? part(EventDescriptor.BLOCK_DUE).zigzag()
        : Long.MAX_VALUE;
  }

  /** Of the ticket just after the event, but for when it was closed, which it need not know. */
  private Extras extras() {
    if (blockAt == 0) {
      return Extras.NONE;
    }
    return new Extras(
        hasPart(EventDescriptor.BLOCK_DUE)
            ? Optional.of(Instant.ofEpochMilli(dueMillis()))
            : Optional.empty(),
        Optional.empty(),
        rating(),
        hasPart(EventDescriptor.BLOCK_ESCALATED));
  }

  /** Of the ticket just after the event. */
  public Optional<Rating> rating() {
    if (!hasPart(EventDescriptor.BLOCK_RATING)) {
      return Optional.empty();
    }
    Cursor in = part(EventDescriptor.BLOCK_RATING);
    return Optional.of(new Rating((int) in.varint(), (int) in.varint(), (int) in.varint()));
  }

  /** When a ticket was closed that was filed so, in milliseconds since 1970. */
  private long filedClosedAtMillis() {
    return part(EventDescriptor.BLOCK_CLOSED).zigzag();
  }

  /**
   * When the event closed the ticket, or filed it closed, in milliseconds since 1970; only of one
   * that did.
   */
  public long closingAtMillis() {
    return kind == EventKind.FILED ? filedClosedAtMillis() : atMillis;
  }

  /** What the event did to the ticket's links. */
  public Optional<LinkChange> links() {
    if (!hasPart(EventDescriptor.BLOCK_LINKS)) {
      return Optional.empty();
    }
    Cursor in = part(EventDescriptor.BLOCK_LINKS);
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
  public int noteNumber() {
    return (int) part(EventDescriptor.BLOCK_NOTE).varint();
  }

  /** Of a note: where the one before it was added, 0 for none. */
  long noteBefore() {
    Cursor in = part(EventDescriptor.BLOCK_NOTE);
    in.varint();
    return in.ref();
  }

  /** Of whom the comment or the note is, and since when, where that is told. */
  Origin said() {
    Optional<Identity> author = Optional.empty();
    if (hasPart(EventDescriptor.BLOCK_SAID_BY)) {
      author = Optional.of(identity(part(EventDescriptor.BLOCK_SAID_BY).at));
    }
    if (hasPart(EventDescriptor.BLOCK_SAID_AT)) {
      long at = part(EventDescriptor.BLOCK_SAID_AT).zigzag();
      return new Origin(author, Optional.of(Instant.ofEpochMilli(at)));
    }
    return author.isPresent() ? new Origin(author, Optional.empty()) : Origin.HERE;
  }

  /** When the ticket was filed, in milliseconds since 1970. */
  public long createdAtMillis() {
    return atMillis - sinceFilingMillis;
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
    return has(EventDescriptor.SHAPE_KEY)
        ? Optional.of(new RequestKey(new Cursor(record, keyAt).text()))
        : Optional.empty();
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
        has(EventDescriptor.SHAPE_COMMENT) && kind != EventKind.NOTED ? offset : commentBefore,
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

  /** Whether it set a title or a description, or added a comment. */
  public boolean setsText() {
    return setsTitle() || setsDescription() || has(EventDescriptor.SHAPE_COMMENT);
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
    return textAt(commentAt, has(EventDescriptor.SHAPE_COMMENT));
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
        extras());
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
