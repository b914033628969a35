package ticketd.client.shell;

import java.io.Closeable;
import java.io.IOException;

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
    ANSWER
  }

  Input read(String prompt, Purpose purpose) throws IOException;

  /** Shows a line; nobody types meanwhile, or it is put above what is typed. */
  void show(String line);

  /** Columns, at least 20. */
  int width();

  /** Called, on a thread of its own, when Ctrl-C is pressed outside {@link #read}. */
  void onInterrupt(Runnable action);
}
