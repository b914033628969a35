package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a source may be. */
public enum SourceFormat {
  /** What {@code export} writes: an object a line. */
  EXPORT("export"),
  /** What {@code gh issue list --json} writes: an array of objects. */
  GH("gh"),
  /** Lines of values, the first of them names. */
  CSV("csv");

  private static final int LOOKED_AT = 64 * 1024;

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

  /** What the text looks like, of which nothing is taken. */
  public static SourceFormat byLook(BufferedReader text) throws IOException {
    text.mark(LOOKED_AT);
    char[] begin = new char[LOOKED_AT];
    int length = 0;
    int count = text.read(begin, 0, LOOKED_AT);
    while (count > 0 && (length += count) < LOOKED_AT) {
      count = text.read(begin, length, LOOKED_AT - length);
    }
    text.reset();
    String look = new String(begin, 0, length).stripLeading();
    if (look.startsWith("[")) {
      return GH;
    }
    if (!look.startsWith("{")) {
      return CSV;
    }
    String first = look.lines().findFirst().orElse("");
    boolean ours = first.startsWith("{\"id\":") && first.contains("\"seq\":");
    return ours ? EXPORT : GH;
  }

  /** Reads it. */
  public Source read(BufferedReader text) throws IOException {
    return switch (this) {
      case EXPORT -> new ExportSource(text);
      case GH -> new GhSource(text);
      case CSV -> CsvSource.open(text);
    };
  }
}
