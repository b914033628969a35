package ticketd.client.shell;

import java.io.Closeable;
import java.io.IOException;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Question;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Tty;

/**
 * Asks the person in front of the terminal, for a command. What is secret is not shown while it is
 * typed, and nothing of it is remembered. For one thread.
 */
public final class Asking implements Closeable {
  private final Texts texts;
  private final Console console;

  private Asking(Texts texts, Console console) {
    this.texts = texts;
    this.console = console;
  }

  /** Opens the terminal that standard input and output are: see {@link #isPossible}. */
  public static Asking open(Texts texts) throws IOException {
    return new Asking(texts, Tty.isDumb() ? PlainConsole.open() : EditingConsole.openForAnswers());
  }

  /** Whether there is a person to ask. */
  public static boolean isPossible() {
    return InteractiveClient.isOnTerminal();
  }

  /**
   * The answer.
   *
   * @throws Failure when the person gives up instead
   */
  public String ask(Question question) throws Failure, IOException {
    Console.Input input =
        console.read(
            question.prompt(texts),
            question.isSecret() ? Console.Purpose.SECRET : Console.Purpose.ANSWER);
    if (input instanceof Console.Typed typed) {
      return typed.line();
    }
    throw new Failure(ExitStatus.INTERRUPTED, texts.get("dialogue.aborted"));
  }

  @Override
  public void close() throws IOException {
    console.close();
  }
}
