package ticketd.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a token is good for: {@code 12h}, {@code 30d} or {@code never}.
 *
 * @param limit empty for a token that does not end
 */
public record Lifetime(Optional<Duration> limit) {
  /** As it is written, for whoever wrote it otherwise. */
  public static final String GRAMMAR = "12h|30d|never";

  /** Of a token that is made without a word about it. */
  public static final Lifetime USUAL = new Lifetime(Optional.of(Duration.ofDays(90)));

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})([hd])");

  /** What {@code text} says: 1 to 9999 hours or days, or {@code never}. */
  public static Optional<Lifetime> of(String text) {
    if (text.equals("never")) {
      return Optional.of(new Lifetime(Optional.empty()));
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(form.group(1));
    return Optional.of(
        new Lifetime(
            Optional.of(
                form.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number))));
  }

  /** When a token made at {@code start} ends; empty: never. */
  public Optional<Instant> end(Instant start) {
    return limit.map(start::plus);
  }
}
