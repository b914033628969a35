package ticketd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What else went on while a benchmark ran. */
final class MachineLoad {
  private MachineLoad() {}

  static void print() throws IOException {
    System.out.print("load of the machine: " + Files.readString(Path.of("/proc/loadavg")));
  }
}
