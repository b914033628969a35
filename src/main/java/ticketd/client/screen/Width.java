package ticketd.client.screen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How wide the terminal is. */
public final class Width {
  private static final int USUAL = 80;

  private Width() {}

  /** Columns: by {@code COLUMNS}, else as {@code stty} says, else 80. */
  public static int columns() {
    String given = System.getenv("COLUMNS");
    int columns = number(given == null ? "" : given);
    return columns > 0 ? columns : asked();
  }

  private static int asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = number(size.substring(size.indexOf(' ') + 1).strip());
      return columns > 0 ? columns : USUAL;
    } catch (IOException e) {
      // No stty, or no terminal of our own.
      return USUAL;
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }
}
