package ticketd;

import java.io.IOException;
import java.nio.file.Path;
import ticketd.client.command.Distribution;

/** Run by the build: writes launcher, completions and manual pages beside the jar. */
public final class DistributionMain {
  private DistributionMain() {}

  /** Writes into the directory that the first argument names. */
  public static void main(String[] args) throws IOException {
    Distribution.write(Path.of(args[0]), ClientStart.LISTED_COMMANDS);
  }
}
