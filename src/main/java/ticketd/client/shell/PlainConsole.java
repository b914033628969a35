package ticketd.client.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingReader;
import ticketd.client.link.Failure;
import ticketd.client.screen.Cells;

/**
 * A terminal that can only print lines ({@code TERM=dumb}). The line typed is kept here rather than
 * by the terminal, so that it can be shown again below what comes meanwhile, and Ctrl-C leaves the
 * line, not the client.
 */
final class PlainConsole implements Console {
  private static final int END = 'D' & 0x1F;
  private static final int BACKSPACE = '\b';
  private static final int DELETE = 0x7F;
  private static final int CLEAR_LINE = 'U' & 0x1F;

  private final TerminalDevice device;
  private final NonBlockingReader keys;

  /** The prompt that stands on the screen; empty when none does. */
  private String prompt = "";

  /** What stands behind it. */
  private final StringBuilder typed = new StringBuilder();

  /** Whether that is shown to nobody. */
  private boolean secret;

  private PlainConsole(TerminalDevice device) {
    this.device = device;
    this.keys = device.terminal().reader();
  }

  /** Opens the terminal that standard input and output are. */
  static PlainConsole open() throws IOException {
    return new PlainConsole(TerminalDevice.open());
  }

  @Override
  public Input read(String prompt, Purpose purpose) throws IOException {
    begin(prompt, purpose == Purpose.SECRET);
    try {
      while (true) {
        int key = keys.read();
        if (key == '\n' || key == '\r') {
          return new Typed(end(device.echoes() || purpose == Purpose.SECRET));
        }
        if (key < 0 || (key == END && isEmpty())) {
          end(true);
          return new End();
        }
        take(key);
      }
    } catch (InterruptedIOException e) {
      end(true);
      return new Interrupted();
    }
  }

  private synchronized void begin(String shown, boolean hidden) {
    prompt = shown;
    secret = hidden;
    typed.setLength(0);
    device.write(shown);
  }

  private synchronized boolean isEmpty() {
    return typed.length() == 0;
  }

  /** The line is left; what was typed. */
  private synchronized String end(boolean lineBreak) {
    if (lineBreak) {
      device.write("\n");
    }
    prompt = "";
    return typed.toString();
  }

  private synchronized void take(int key) {
    if (key == BACKSPACE || key == DELETE) {
      cutTo(typed.length() == 0 ? 0 : typed.offsetByCodePoints(typed.length(), -1));
    } else if (key == CLEAR_LINE) {
      cutTo(0);
    } else if (key == '\t' || key >= ' ') {
      typed.append((char) key);
      // Of a pair each half alone is no character.
      if (!Character.isHighSurrogate((char) key)) {
        int last = typed.codePointBefore(typed.length());
        echo(shown(Character.toString(last)));
      }
    }
  }

  private void cutTo(int length) {
    int cells = Cells.width(shown(typed.substring(length)));
    typed.setLength(length);
    echo("\b".repeat(cells) + " ".repeat(cells) + "\b".repeat(cells));
  }

  private void echo(String text) {
    if (device.echoes() && !secret) {
      device.write(text);
    }
  }

  /** How wide a TAB is depends on where it stands. */
  private static String shown(String text) {
    return text.replace('\t', ' ');
  }

  /** A paste is not told from what is typed. */
  @Override
  public int dropPasted() {
    return 0;
  }

  @Override
  public synchronized void show(String line) {
    if (prompt.isEmpty()) {
      device.write(line + "\n");
    } else {
      device.write("\n" + line + "\n" + prompt);
      echo(shown(typed.toString()));
    }
  }

  @Override
  public void lend(Program program) throws Failure, IOException {
    device.lend(program);
  }

  @Override
  public int width() {
    return device.width();
  }

  @Override
  public void onInterrupt(Runnable action) {
    device.onInterrupt(action);
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
