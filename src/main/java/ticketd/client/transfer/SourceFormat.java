package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a source may be. */
public enum SourceFormat {
  /** What {@code export} writes: an object a line; or the same written anew by another program. */
  EXPORT("export"),
  /** What {@code gh issue list --json} writes: an array of objects. */
  GH("gh"),
  /** Lines of values, the first of them names. */
  CSV("csv");

  /**
   * UTF-16 units of a ticket in JSON: some thousands of long comments, and no more than fits into
   * memory.
   */
  private static final int LONGEST = 64 * 1024 * 1024;

  private final String name;

  SourceFormat(String name) {
    this.name = name;
  }

  public static List<String> names() {
    return Stream.of(values()).map(format -> format.name).toList();
  }

  public static Optional<SourceFormat> of(String name) {
    return Stream.of(values()).filter(format -> format.name.equals(name)).findFirst();
  }

  /** What the text looks like, of which nothing is taken but a byte order mark. */
  public static SourceFormat byLook(BufferedReader text) throws IOException {
    Beginning.skipMark(text);
    String look = Beginning.of(text).stripLeading();
    if (!look.startsWith("[") && !look.startsWith("{")) {
      return CSV;
    }
    return FirstObject.of(look).isOurs() ? EXPORT : GH;
  }

  /**
   * Reads it.
   *
   * @throws RowTooLongException when the names of its columns are
   * @throws NoTitleColumnException when none of them is a title
   */
  public Source read(BufferedReader text) throws IOException {
    Beginning.skipMark(text);
    return switch (this) {
      case EXPORT ->
          FirstObject.of(Beginning.of(text)).isSpread()
              ? new ObjectSource(text, LONGEST, ExportedTicket::row)
              : new LineSource(text, LONGEST, ExportedTicket::row);
      case GH -> new ObjectSource(text, LONGEST, GhIssue::row);
      case CSV -> CsvSource.open(text);
    };
  }
}
