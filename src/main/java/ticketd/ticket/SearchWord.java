package ticketd.ticket;

import java.util.Optional;

/**
 * A word, or several, that a query looks for in texts.
 *
 * @param asSent what a request's key is compared by
 * @param folded what is looked for, see {@link TextFold}; not empty
 */
public record SearchWord(String asSent, String folded) {
  public SearchWord {
    if (folded.isEmpty()) {
      throw new IllegalArgumentException("nothing to look for: " + asSent);
    }
  }

  /** Empty where {@code text} folds to nothing, which would be found everywhere. */
  public static Optional<SearchWord> of(String text) {
    String folded = TextFold.fold(text);
    return folded.isEmpty() ? Optional.empty() : Optional.of(new SearchWord(text, folded));
  }

  boolean isIn(String text) {
    return TextFold.fold(text).contains(folded);
  }
}
