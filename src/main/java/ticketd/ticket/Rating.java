package ticketd.ticket;

/**
 * How content the author of a closed ticket was, in three respects.
 *
 * @param responsiveness 1 to {@value #BEST}, like the others
 */
public record Rating(int responsiveness, int competence, int satisfaction) {
  public static final int BEST = 5;

  public Rating {
    if (!isScore(responsiveness) || !isScore(competence) || !isScore(satisfaction)) {
      throw new IllegalArgumentException(
          "no rating: " + responsiveness + " " + competence + " " + satisfaction);
    }
  }

  public static boolean isScore(long number) {
    return number >= 1 && number <= BEST;
  }

  /** The mean, rounded half up: 1 to {@value #BEST}. */
  public int mean() {
    return (2 * (responsiveness + competence + satisfaction) + 3) / 6;
  }

  /** The three scores, spaces between them. */
  @Override
  public String toString() {
    return responsiveness + " " + competence + " " + satisfaction;
  }
}
