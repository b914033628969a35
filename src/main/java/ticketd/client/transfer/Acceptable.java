package ticketd.client.transfer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import ticketd.client.screen.Cleaner;
import ticketd.ticket.Characters;
import ticketd.ticket.Identity;
import ticketd.ticket.Limits;

/** What is made of names, tags and texts that a desk would refuse. Pure. */
final class Acceptable {
  /** Whoever wrote what has no author any more. */
  static final String GHOST = "ghost";

  private static final int MAX_NAME = 64;
  private static final int MAX_TAG = 32;

  // Of tens of thousands of tickets a second, most hold what a desk takes as it is.
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd} ._@'-]");
  private static final Pattern NO_BEGINNING = Pattern.compile("^[^\\p{L}\\p{Nd}]+");
  private static final Pattern NO_TAG = Pattern.compile("[^a-z0-9._-]");
  private static final Pattern NO_BEGINNING_OF_TAG = Pattern.compile("^[^a-z0-9]+");
  private static final Pattern BREAKS = Pattern.compile("[\\n\\t]+");

  private Acceptable() {}

  /**
   * A name with {@code -} in place of what it cannot hold; {@link #GHOST} where nothing is left.
   */
  static String name(String given) {
    Optional<Identity> asItIs = Identity.of(given);
    if (asItIs.isPresent()) {
      return asItIs.get().name();
    }
    String normal = Normalizer.normalize(given.strip(), Normalizer.Form.NFC);
    String name = NO_BEGINNING.matcher(NO_NAME.matcher(normal).replaceAll("-")).replaceFirst("");
    int[] points = name.codePoints().limit(MAX_NAME).toArray();
    String cut = new String(points, 0, points.length).strip();
    if (cut.isEmpty()) {
      return GHOST;
    }
    // Some words are kept for the desk itself.
    return Identity.of(cut).isPresent() ? cut : cut + "-";
  }

  /** A tag in lower case with {@code -} in place of what it cannot hold; empty: none is left. */
  static String tag(String given) {
    if (Limits.isTag(given)) {
      return given;
    }
    String lower = given.strip().toLowerCase(Locale.ROOT);
    String tag =
        NO_BEGINNING_OF_TAG.matcher(NO_TAG.matcher(lower).replaceAll("-")).replaceFirst("");
    return tag.substring(0, Math.min(MAX_TAG, tag.length()));
  }

  /** A text without what no text holds: escape sequences, CR before LF, invisible controls. */
  static String text(String given) {
    String text = given.replace("\r\n", "\n").replace('\r', '\n');
    boolean clean = text.codePoints().allMatch(c -> c == '\n' || Characters.isAccepted(c));
    return clean ? text : Cleaner.clean(text);
  }

  /** A title on one line; one that is too long is cut. */
  static String title(String given) {
    String line = BREAKS.matcher(text(given)).replaceAll(" ").strip();
    if (Limits.isTitleLength(line)) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, Limits.MAX_TITLE - 1)) + "…";
  }

  /** The text in parts of which each fits, cut behind a line where there is one. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    String left = text;
    while (!Limits.isTextLength(left)) {
      int end = fitting(left);
      int line = left.lastIndexOf('\n', end - 1);
      int cut = line > 0 ? line : end;
      parts.add(left.substring(0, cut));
      left = left.substring(line > 0 ? cut + 1 : cut);
    }
    parts.add(left);
    return parts;
  }

  /** How many UTF-16 units of it fit, a character never cut in two. */
  private static int fitting(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = Limits.MAX_TEXT_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8).length();
  }
}
