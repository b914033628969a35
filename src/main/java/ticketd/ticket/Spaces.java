package ticketd.ticket;

/** The space of the protocol is U+0020 and nothing else; {@link String#strip} would take more. */
public final class Spaces {
  private Spaces() {}

  /** Without the spaces at its ends. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }
}
