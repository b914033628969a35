package ticketd.ticket;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A ticket's fields as they stand just after the change with number {@code seq}; description and
 * comments, which may be long, are read apart.
 *
 * @param id 1, 2, 3 … without gaps
 * @param resolution present exactly when the status is {@link Status#CLOSED}
 * @param tags without repeats, in the order they were added; two lists of the same tags are equal
 *     for every rule, see {@link #sameTags}
 * @param version 1 when filed, one more with each change
 * @param seq the store-wide number of the last change
 * @param comments how many there are
 * @param extras what most tickets do not have
 */
public record Ticket(
    long id,
    String title,
    Identity author,
    Status status,
    Optional<Resolution> resolution,
    Priority priority,
    Optional<Identity> assignee,
    List<String> tags,
    Instant createdAt,
    Instant updatedAt,
    int version,
    long seq,
    int comments,
    Extras extras) {
  /** One that has nothing of what most do not have. */
  public Ticket(
      long id,
      String title,
      Identity author,
      Status status,
      Optional<Resolution> resolution,
      Priority priority,
      Optional<Identity> assignee,
      List<String> tags,
      Instant createdAt,
      Instant updatedAt,
      int version,
      long seq,
      int comments) {
    this(
        id,
        title,
        author,
        status,
        resolution,
        priority,
        assignee,
        tags,
        createdAt,
        updatedAt,
        version,
        seq,
        comments,
        Extras.NONE);
  }

  public static boolean sameTags(List<String> one, List<String> other) {
    return one.equals(other)
        || (one.size() == other.size() && new HashSet<>(one).equals(new HashSet<>(other)));
  }

  /** The same with other extras. */
  public Ticket with(Extras others) {
    return new Ticket(
        id,
        title,
        author,
        status,
        resolution,
        priority,
        assignee,
        tags,
        createdAt,
        updatedAt,
        version,
        seq,
        comments,
        others);
  }

  /** The same as it is told in the answer to what has the number {@code other}. */
  public Ticket at(long other) {
    return new Ticket(
        id,
        title,
        author,
        status,
        resolution,
        priority,
        assignee,
        tags,
        createdAt,
        updatedAt,
        version,
        other,
        comments,
        extras);
  }

  public boolean isClosed() {
    return status == Status.CLOSED;
  }
}
