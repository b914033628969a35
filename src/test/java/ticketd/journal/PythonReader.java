package ticketd.journal;

import java.nio.file.Path;
import java.util.List;
import ticketd.testing.Processes;

/** The program in another language that knows a store from {@code docs/store-format.md} alone. */
final class PythonReader {
  static final Path PROGRAM =
      Path.of("src/test/resources/ticketd/journal/list_tickets.py").toAbsolutePath();

  private PythonReader() {}

  /** The tickets of a store, a line each. */
  static List<String> listed(Path store) {
    return Processes.run("python3", PROGRAM.toString(), store.toString()).lines().toList();
  }
}
