package ticketd.ticket;

import java.util.regex.Pattern;

/**
 * What is kept of a token: its SHA-256. A token is 160 random bits, so that neither salt nor rounds
 * would make it harder to find.
 *
 * @param hex 64 digits in lower case
 */
public record TokenHash(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public TokenHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("no SHA-256 in lower-case digits");
    }
  }
}
