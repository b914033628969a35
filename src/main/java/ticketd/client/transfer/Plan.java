package ticketd.client.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import ticketd.client.link.JsonText;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.ticket.Characters;
import ticketd.ticket.Limits;

/**
 * What is asked of a desk for one ticket of a source. The same ticket of the same source makes the
 * same requests under the same keys, so that to ask again files nothing twice.
 *
 * @param row of the source
 * @param number what the ticket is called there
 * @param filing files it
 * @param others what is asked behind that: comments, notes, and a status that is neither open nor
 *     closed
 * @param links to other tickets of the source, with what they are called there
 * @param told what of it is not kept
 */
public record Plan(
    long row,
    String number,
    Request filing,
    List<Step> others,
    List<SourceTicket.Link> links,
    List<Told> told) {
  /**
   * A request without the ticket's number, which is not known yet.
   *
   * @param key of the request
   * @param verb stands before the number
   * @param arguments stand behind it
   */
  public record Step(String key, String verb, String arguments) {
    public String about(long id) {
      return "@" + key + " " + verb + " " + id + " " + arguments;
    }
  }

  /** A whole request, with its key. */
  public record Request(String line) {}

  /** What is not kept of a ticket. */
  public enum Loss {
    ASSIGNEES,
    TAGS,
    TITLE,
    CLOSING,
    LINK
  }

  /**
   * A loss.
   *
   * @param what it names
   */
  public record Told(Loss loss, String what) {}

  private static final int HASH_DIGITS = 32;
  private static final Pattern KEY_PART = Pattern.compile("[A-Za-z0-9._:-]{1,20}");
  private static final Pattern NUMBER_AT_END = Pattern.compile("[0-9]+/?$");

  /** The beginning of the keys of a source: a hash of its name. */
  public static String keysOf(String source) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** A url without the number at its end: what it says of where all of them stand. */
  public static String withoutNumber(String url) {
    return NUMBER_AT_END.matcher(url).replaceFirst("");
  }

  /**
   * What is to be asked for {@code ticket}.
   *
   * @param source what {@link #keysOf} made of the source's name
   */
  public static Plan of(SourceTicket ticket, String source) {
    String number = ticket.number().isEmpty() ? "row" + ticket.row() : ticket.number();
    String key = source + "." + keyPart(number);
    List<Told> told = new ArrayList<>();
    String title = Acceptable.title(ticket.title());
    String text = Acceptable.text(ticket.description());
    if (title.endsWith("…") && !ticket.title().strip().endsWith("…")) {
      told.add(new Told(Loss.TITLE, title));
      text = Acceptable.text(ticket.title()).strip() + "\n\n" + text;
    }
    List<String> description = Acceptable.parts(text);
    List<Remark> remarks = new ArrayList<>();
    for (String more : description.subList(1, description.size())) {
      remarks.add(new Remark(ticket.author(), ticket.createdAt(), more, false));
    }
    remarks.addAll(ticket.remarks());
    Request filing =
        new Request("@" + key + " SENDTICKET " + fields(ticket, title, description.get(0), told));
    return new Plan(
        ticket.row(), number, filing, steps(ticket, key, remarks), ticket.links(), told);
  }

  private static String fields(
      SourceTicket ticket, String title, String description, List<Told> told) {
    JsonText json =
        new JsonText()
            .put("title", title)
            .put("description", description)
            .put("author", Acceptable.name(ticket.author()));
    boolean closed = ticket.status().equals("closed");
    // A desk takes a closing date only with one of filing, which was no later than that.
    Optional<Instant> filedAt =
        ticket.createdAt().or(() -> closed ? ticket.closedAt() : Optional.empty());
    filedAt.ifPresent(at -> json.put("createdAt", at.toString()));
    if (!closed) {
      ticket.closedAt().ifPresent(at -> told.add(new Told(Loss.CLOSING, at.toString())));
    } else if (filedAt.isPresent() && ticket.closedAt().isPresent()) {
      Instant closedAt = ticket.closedAt().get();
      // A clock that went backwards there would have it closed before it was filed.
      Instant after = closedAt.isBefore(filedAt.get()) ? filedAt.get() : closedAt;
      json.put("closedAt", after.toString());
      ticket.resolution().ifPresent(how -> json.put("resolution", how));
    }
    if (!ticket.priority().isEmpty()) {
      json.put("priority", ticket.priority());
    }
    List<String> tags = tags(ticket, told);
    if (!tags.isEmpty()) {
      json.put("tags", tags);
    }
    List<String> people = ticket.assignees();
    if (!people.isEmpty()) {
      json.put("assignee", Acceptable.name(people.get(0)));
    }
    if (people.size() > 1) {
      told.add(new Told(Loss.ASSIGNEES, String.join(", ", people.subList(1, people.size()))));
    }
    ticket.due().ifPresent(due -> json.put("due", due));
    return json.end();
  }

  private static List<String> tags(SourceTicket ticket, List<Told> told) {
    Set<String> tags = new LinkedHashSet<>();
    List<String> lost = new ArrayList<>();
    for (String given : ticket.tags()) {
      String tag = Acceptable.tag(given);
      if (tag.isEmpty() || (tags.size() >= Limits.MAX_TAGS && !tags.contains(tag))) {
        lost.add(given);
      } else {
        tags.add(tag);
      }
    }
    if (!lost.isEmpty()) {
      told.add(new Told(Loss.TAGS, String.join(", ", lost)));
    }
    return List.copyOf(tags);
  }

  private static List<Step> steps(SourceTicket ticket, String key, List<Remark> remarks) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (Remark remark : remarks) {
      for (String part : Acceptable.parts(Acceptable.text(remark.text()))) {
        number++;
        if (Characters.hasVisible(part)) {
          JsonText json =
              new JsonText().put("text", part).put("author", Acceptable.name(remark.author()));
          remark.createdAt().ifPresent(at -> json.put("createdAt", at.toString()));
          String verb = remark.internal() ? "NOTE" : "COMMENT";
          steps.add(new Step(key + ".c" + number, verb, json.end()));
        }
      }
    }
    if (ticket.status().equals("in-progress") || ticket.status().equals("waiting")) {
      steps.add(new Step(key + ".s", "STATUS", ticket.status()));
    } else if (ticket.status().equals("closed") && ticket.closedAt().isEmpty()) {
      steps.add(new Step(key + ".s", "CLOSE", ticket.resolution().orElse("fixed")));
    }
    return List.copyOf(steps);
  }

  /** The number as a key holds it; a long one, or one of other characters, by its hash. */
  private static String keyPart(String number) {
    return KEY_PART.matcher(number).matches() ? number : keysOf(number).substring(0, 16);
  }
}
