package ticketd.client.shell;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import ticketd.client.link.Failure;
import ticketd.client.screen.Visible;

/** A terminal on which lines are edited, completed and remembered, by JLine. */
final class EditingConsole implements Console {
  /** In place of each character of what nobody may see: nothing. */
  private static final char HIDDEN = '\0';

  private final TerminalDevice device;
  private final LineReader requests;
  private final LineReader answers;

  /** Lines pasted together with the one that was read. */
  private final Deque<String> pasted = new ArrayDeque<>();

  /** Whether several lines were pasted where nothing was typed before. */
  private boolean pastedAlone;

  private volatile Optional<LineReader> reading = Optional.empty();

  private EditingConsole(TerminalDevice device, LineReader requests, LineReader answers) {
    this.device = device;
    this.requests = requests;
    this.answers = answers;
  }

  /**
   * Opens the terminal that standard input and output are.
   *
   * @param history of the requests typed
   * @param colour whether the list of completions may be coloured
   */
  static EditingConsole open(RequestHistory history, Completer completer, boolean colour)
      throws IOException {
    TerminalDevice device = TerminalDevice.open();
    Terminal terminal = device.terminal();
    LineReader requests = reader(terminal, colour).completer(completer).history(history).build();
    history.attach(requests);
    EditingConsole console = new EditingConsole(device, requests, answers(terminal, colour));
    console.notePastes();
    return console;
  }

  /** Opens the same for answers alone, neither kept nor completed. */
  static EditingConsole openForAnswers() throws IOException {
    TerminalDevice device = TerminalDevice.open();
    LineReader answers = answers(device.terminal(), false);
    return new EditingConsole(device, answers, answers);
  }

  private static LineReader answers(Terminal terminal, boolean colour) {
    return reader(terminal, colour)
        .variable(LineReader.DISABLE_HISTORY, true)
        .variable(LineReader.DISABLE_COMPLETION, true)
        .build();
  }

  private void notePastes() {
    Widget paste = Objects.requireNonNull(requests.getBuiltinWidgets().get(LineReader.BEGIN_PASTE));
    requests
        .getWidgets()
        .put(
            LineReader.BEGIN_PASTE,
            () -> {
              boolean alone = requests.getBuffer().toString().isBlank();
              boolean done = paste.apply();
              pastedAlone |= alone;
              return done;
            });
  }

  private static LineReaderBuilder reader(Terminal terminal, boolean colour) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("ticketd")
            .parser(new RequestWords())
            .variable(LineReader.HISTORY_SIZE, HistoryFile.MOST_LINES)
            // Lines of one text stand below each other, without a mark that is none of it.
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
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
    boolean secret = purpose == Purpose.SECRET;
    if (next != null) {
      // JLine, which shows what is typed, lets no escape sequence through either.
      show(secret ? prompt : prompt + Visible.line(next));
      return new Typed(next);
    }
    LineReader reader = purpose == Purpose.REQUEST ? requests : answers;
    try {
      reading = Optional.of(reader);
      pastedAlone = false;
      String line = secret ? reader.readLine(prompt, HIDDEN) : reader.readLine(prompt);
      String text = SeveralLines.trimmed(line);
      if (purpose == Purpose.REQUEST && pastedAlone) {
        SeveralLines.requests(text).ifPresent(pasted::addAll);
        String first = pasted.poll();
        return new Typed(first == null ? text : first);
      }
      return new Typed(text);
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
  public int dropPasted() {
    int count = pasted.size();
    pasted.clear();
    return count;
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
