package ticketd.client.shell;

import java.io.Closeable;
import java.io.IOException;
import ticketd.client.link.Failure;

/**
 * A terminal with a person in front of it. {@link #read} is for one thread; everything else may be
 * called from any.
 */
interface Console extends Closeable {
  /** What the person did with a prompt. */
  sealed interface Input {}

  /** Typed a line. */
  record Typed(String line) implements Input {}

  /** Pressed Ctrl-C. */
  record Interrupted() implements Input {}

  /** Pressed Ctrl-D. */
  record End() implements Input {}

  /** What is asked for. */
  enum Purpose {
    /** A request: with history and completion. */
    REQUEST,
    /** A line of a dialogue: neither kept nor completed. */
    ANSWER,
    /** The same, and not shown either. */
    SECRET
  }

  Input read(String prompt, Purpose purpose) throws IOException;

  /** Drops the lines that were pasted behind the one read last; how many. */
  int dropPasted();

  /** Shows a line; nobody types meanwhile, or it is put above what is typed. */
  void show(String line);

  /** Columns, at least 20. */
  int width();

  /** What another program does with the terminal. */
  interface Program {
    void run() throws Failure, IOException;
  }

  /** Leaves the terminal to a program; what is shown meanwhile is shown when that has ended. */
  void lend(Program program) throws Failure, IOException;

  /** Called, on a thread of its own, when Ctrl-C is pressed outside {@link #read}. */
  void onInterrupt(Runnable action);
}
