package ticketd.client.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;

/** A terminal on which lines are edited, completed and remembered, by JLine. */
final class EditingConsole implements Console {
  private static final int HISTORY_LINES = 1000;

  private final TerminalDevice device;
  private final LineReader requests;
  private final LineReader answers;

  /** Lines pasted together with the one that was read. */
  private final Deque<String> pasted = new ArrayDeque<>();

  private volatile Optional<LineReader> reading = Optional.empty();

  private EditingConsole(TerminalDevice device, LineReader requests, LineReader answers) {
    this.device = device;
    this.requests = requests;
    this.answers = answers;
  }

  /**
   * Opens the terminal that standard input and output are.
   *
   * @param history where the lines typed are kept; empty: nowhere
   * @param colour whether the list of completions may be coloured
   */
  static EditingConsole open(Optional<Path> history, Completer completer, boolean colour)
      throws IOException {
    TerminalDevice device = TerminalDevice.open();
    Terminal terminal = device.terminal();
    LineReader requests = reader(terminal, colour).completer(completer).build();
    history.ifPresent(file -> requests.setVariable(LineReader.HISTORY_FILE, file));
    requests.getHistory().attach(requests);
    LineReader answers =
        reader(terminal, colour).variable(LineReader.DISABLE_HISTORY, true).build();
    answers.setVariable(LineReader.DISABLE_COMPLETION, true);
    return new EditingConsole(device, requests, answers);
  }

  private static LineReaderBuilder reader(Terminal terminal, boolean colour) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("ticketd")
            .parser(new RequestWords())
            .history(new DefaultHistory())
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.AUTO_MENU, false)
            .option(LineReader.Option.AUTO_LIST, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .option(LineReader.Option.INSERT_TAB, false);
    if (!colour) {
      for (String style :
          List.of(
              LineReader.COMPLETION_STYLE_STARTING,
              LineReader.COMPLETION_STYLE_LIST_STARTING,
              LineReader.COMPLETION_STYLE_DESCRIPTION,
              LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
              LineReader.COMPLETION_STYLE_GROUP,
              LineReader.COMPLETION_STYLE_LIST_GROUP,
              LineReader.COMPLETION_STYLE_BACKGROUND,
              LineReader.COMPLETION_STYLE_LIST_BACKGROUND)) {
        builder.variable(style, "");
      }
    }
    return builder;
  }

  @Override
  public Input read(String prompt, Purpose purpose) throws IOException {
    String next = pasted.poll();
    if (next != null) {
      show(prompt + next);
      return new Typed(next);
    }
    LineReader reader = purpose == Purpose.REQUEST ? requests : answers;
    try {
      reading = Optional.of(reader);
      String line = reader.readLine(prompt);
      int lineBreak = line.indexOf('\n');
      if (lineBreak < 0) {
        return new Typed(line);
      }
      if (purpose == Purpose.ANSWER) {
        // Pasted text: none of it may be taken for a request.
        return new Typed(String.join(" ⏎ ", line.lines().toList()));
      }
      pasted.addAll(line.substring(lineBreak + 1).lines().toList());
      return new Typed(line.substring(0, lineBreak));
    } catch (UserInterruptException e) {
      return new Interrupted();
    } catch (EndOfFileException e) {
      return new End();
    } finally {
      reading = Optional.empty();
      device.readWidth();
    }
  }

  @Override
  public void show(String line) {
    Optional<LineReader> reader = reading;
    if (reader.isPresent()) {
      reader.get().printAbove(line);
    } else {
      device.write(line + "\n");
    }
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
  public void close() {
    try {
      requests.getHistory().save();
      device.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
