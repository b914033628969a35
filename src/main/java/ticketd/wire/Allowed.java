package ticketd.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import ticketd.ticket.LinkType;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;

/** The words that arguments of a closed set are chosen from, as refusals list them. */
public final class Allowed {
  public static final List<String> STATUSES =
      Arrays.stream(Status.values()).map(Status::wireName).toList();
  public static final List<String> PRIORITIES =
      Arrays.stream(Priority.values()).map(Priority::wireName).toList();
  public static final List<String> RESOLUTIONS =
      Arrays.stream(Resolution.values()).map(Resolution::wireName).toList();
  public static final List<String> LINKS =
      Arrays.stream(LinkType.values())
          .filter(LinkType::isSettable)
          .map(LinkType::wireName)
          .toList();
  public static final List<String> LANGUAGES =
      Arrays.stream(Language.values()).map(Language::wireName).toList();
  public static final List<String> FORMATS =
      Arrays.stream(Format.values()).map(Format::wireName).toList();

  private Allowed() {}

  public static Status status(String word) throws Refusal {
    return pick("status", word, Status::of, STATUSES);
  }

  public static Priority priority(String word) throws Refusal {
    return pick("priority", word, Priority::of, PRIORITIES);
  }

  public static Resolution resolution(String word) throws Refusal {
    return pick("resolution", word, Resolution::of, RESOLUTIONS);
  }

  /** What a ticket may be to another one. */
  public static LinkType link(String word) throws Refusal {
    return pick("link", word, LinkType::settable, LINKS);
  }

  /** What {@code word} names, or a refusal that says what {@code what} may be. */
  public static <T> T pick(
      String what, String word, Function<String, Optional<T>> of, Collection<String> allowed)
      throws Refusal {
    return of.apply(word)
        .orElseThrow(() -> Refusal.badRequest(Text.NOT_ONE_OF, word, what, allowed));
  }
}
