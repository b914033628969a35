package ticketd.client.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A ticket as another program had it, in its own words.
 *
 * @param row its place in the source, from 1
 * @param number what it is called there; empty where it has no name
 * @param url where it stands there
 * @param author empty where there is none any more
 * @param closedAt also of one that is not closed, where the source says so
 * @param status in words of ours
 * @param resolution in words of ours; empty where it is not closed
 * @param due as DUE takes it
 */
public record SourceTicket(
    long row,
    String number,
    String url,
    String title,
    String description,
    String author,
    Optional<Instant> createdAt,
    Optional<Instant> closedAt,
    String status,
    Optional<String> resolution,
    String priority,
    List<String> assignees,
    List<String> tags,
    Optional<String> due,
    List<Remark> remarks,
    List<Link> links) {
  /**
   * A comment.
   *
   * @param internal whether it is a note
   */
  public record Remark(String author, Optional<Instant> createdAt, String text, boolean internal) {}

  /**
   * A link to another ticket of the source.
   *
   * @param type as LINK takes it
   * @param number what the other is called there
   */
  public record Link(String type, String number) {}
}
