package ticketd.client.command;

import picocli.CommandLine;
import ticketd.client.screen.Width;

/** A command's help as text: as wide as the terminal, also through a pipe, within reason. */
final class UsageText {
  /** A longer line is hard to read. */
  private static final int MOST = 100;

  /** Picocli lays out no narrower text. */
  private static final int LEAST = 55;

  private UsageText() {}

  static String of(CommandLine command) {
    int columns = Math.min(MOST, Width.known().orElse(MOST));
    command.setUsageHelpWidth(Math.max(LEAST, columns));
    return command.getUsageMessage();
  }
}
