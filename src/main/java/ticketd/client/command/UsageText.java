package ticketd.client.command;

import picocli.CommandLine;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;

/** A command's help as text: as wide as the terminal, within reason. */
final class UsageText {
  /** A longer line is hard to read. */
  private static final int MOST = 100;

  /** Picocli lays out no narrower text. */
  private static final int LEAST = 55;

  private UsageText() {}

  static String of(CommandLine command) {
    int columns = Tty.isOutput() ? Width.columns() : MOST;
    command.setUsageHelpWidth(Math.max(LEAST, Math.min(MOST, columns)));
    return command.getUsageMessage();
  }
}
