package ticketd.wire;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The word that was meant where another was typed. */
public final class Nearest {
  private Nearest() {}

  /** The one of {@code known} that {@code typed} is nearly; empty where none is, or it is one. */
  public static Optional<String> to(String typed, Collection<String> known) {
    if (known.contains(typed)) {
      return Optional.empty();
    }
    String word = typed.toLowerCase(Locale.ROOT);
    Optional<String> nearest = Optional.empty();
    int least = slips(word) + 1;
    for (String each : known) {
      // A word of any length may be typed: none is compared that is too long or short by itself.
      if (Math.abs(word.length() - each.length()) >= least) {
        continue;
      }
      int distance = distance(word, each);
      if (distance < least) {
        least = distance;
        nearest = Optional.of(each);
      }
    }
    return nearest;
  }

  /** How many slips a word of that length may have and still be known again. */
  private static int slips(String word) {
    int letters = letters(word);
    return letters < 3 ? 0 : letters < 6 ? 1 : 2;
  }

  private static int letters(String word) {
    return (int) word.chars().filter(c -> c != '-').count();
  }

  /** Letters changed, left out, added, or exchanged with their neighbour, each counting one. */
  static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(rows[i - 1][j - 1] + change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean exchanged =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        rows[i][j] = exchanged ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
      }
    }
    return rows[a.length()][b.length()];
  }
}
