package ticketd.client.screen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** How wide the terminal is. */
public final class Width {
  private static final int USUAL = 80;

  private Width() {}

  /** Columns: by {@code COLUMNS}, else as {@code stty} says, else 80. */
  public static int columns() {
    int columns = given();
    return columns > 0 ? columns : asked();
  }

  /**
   * Columns where somebody is known to look: where {@code COLUMNS} says so, or one of the standard
   * streams is a terminal, as it is of what is piped into a pager.
   */
  public static OptionalInt known() {
    return given() > 0 || Tty.isOutput() || Tty.isError() || Tty.isInput()
        ? OptionalInt.of(columns())
        : OptionalInt.empty();
  }

  private static int given() {
    String given = System.getenv("COLUMNS");
    return number(given == null ? "" : given);
  }

  /** Rows: by {@code LINES}, else as {@code stty} says, else no end of them. */
  public static int rows() {
    String given = System.getenv("LINES");
    int rows = number(given == null ? "" : given);
    int asked = rows > 0 ? rows : number(size().replaceFirst(" .*", ""));
    return asked > 0 ? asked : Integer.MAX_VALUE;
  }

  private static int asked() {
    String size = size();
    int columns = number(size.substring(size.indexOf(' ') + 1));
    return columns > 0 ? columns : USUAL;
  }

  /** Rows and columns as {@code stty} tells them; empty where it does not. */
  private static String size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      // No stty, or no terminal of our own.
      return "";
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }
}
