package ticketd.client.shell;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import ticketd.client.link.Failure;
import ticketd.client.screen.Tty;

/**
 * The terminal that standard input and output are, set so that keys come as they are pressed and
 * are not shown by themselves.
 */
final class TerminalDevice implements Closeable {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 20;
  private static final long SIZE_KEPT_NANOS = 500_000_000;

  private final Terminal terminal;
  private final boolean echoes;
  private int width;
  private boolean lent;
  private final StringBuilder held = new StringBuilder();
  private long widthReadAt;

  private TerminalDevice(Terminal terminal, boolean echoes) {
    this.terminal = terminal;
    this.echoes = echoes;
    readWidth();
  }

  static TerminalDevice open() throws IOException {
    // The provider that asks stty loads no native library, which recent JDKs warn of.
    TerminalBuilder builder =
        TerminalBuilder.builder()
            .system(true)
            .provider("exec")
            .dumb(false)
            .graphemeCluster(false)
            .encoding(StandardCharsets.UTF_8)
            // Later JDKs tell the streams' encodings apart, and take them from the locale.
            .stdinEncoding(StandardCharsets.UTF_8)
            .stdoutEncoding(StandardCharsets.UTF_8)
            .nativeSignals(true);
    if (Tty.isDumb()) {
      // To JLine that type is a pipe, whose keys and signals it leaves alone; this one is a
      // terminal
      // of which no more is used than of a dumb one.
      builder.type("ansi");
    }
    Terminal terminal = builder.build();
    // What is typed before a prompt is there appears behind that prompt, not where the cursor is,
    // and Ctrl-D among it as the key it is: the terminal's own lines would swallow it.
    Attributes attributes = terminal.getAttributes();
    boolean echoes = attributes.getLocalFlag(Attributes.LocalFlag.ECHO);
    attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    attributes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
    attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
    attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
    terminal.setAttributes(attributes);
    return new TerminalDevice(terminal, echoes);
  }

  Terminal terminal() {
    return terminal;
  }

  /** Whether it was shown what is typed; where not, whoever is in front of it shows it. */
  boolean echoes() {
    return echoes;
  }

  /** Shows text as it is, or when a program to which the terminal is lent has ended. */
  synchronized void write(String text) {
    if (lent) {
      held.append(text);
      return;
    }
    terminal.writer().print(text);
    terminal.flush();
  }

  /** Leaves the terminal, as it was found, to a program. */
  void lend(Console.Program program) throws Failure, IOException {
    Attributes ours = terminal.getAttributes();
    Attributes usual = new Attributes(ours);
    usual.setLocalFlag(Attributes.LocalFlag.ECHO, echoes);
    usual.setLocalFlag(Attributes.LocalFlag.ICANON, true);
    terminal.setAttributes(usual);
    setLent(true);
    try {
      program.run();
    } finally {
      terminal.setAttributes(ours);
      setLent(false);
    }
  }

  private synchronized void setLent(boolean isLent) {
    lent = isLent;
    if (!isLent) {
      String shown = held.toString();
      held.setLength(0);
      write(shown);
    }
  }

  /** Columns, at least 20. */
  synchronized int width() {
    if (System.nanoTime() - widthReadAt > SIZE_KEPT_NANOS) {
      readWidth();
    }
    return width;
  }

  /** Asking for the size runs a program, so it is not done for every row. */
  synchronized void readWidth() {
    int columns = terminal.getSize().getColumns();
    width = columns <= 0 ? USUAL_WIDTH : Math.max(LEAST_WIDTH, columns);
    widthReadAt = System.nanoTime();
  }

  void onInterrupt(Runnable action) {
    terminal.handle(Terminal.Signal.INT, signal -> action.run());
  }

  /** Leaves the terminal as it was found. */
  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
