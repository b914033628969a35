package ticketd.client.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;

/** A request and the reply to it. One thread waits; the link's thread hands it what came. */
final class Exchange {
  /** How it ended. */
  sealed interface Outcome {}

  /**
   * With a status line.
   *
   * @param dataLines how many came before it, a dialogue's prompts apart
   */
  record Answered(Incoming.Status status, int dataLines) implements Outcome {}

  /**
   * Without: the connection was lost.
   *
   * @param dataLines how many had come by then
   */
  record Lost(int dataLines) implements Outcome {}

  private final RequestLine request;
  private final List<String> lines;
  private final Consumer<String> onData;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile boolean muted;
  private int promptsLeft;
  private int dataLines;

  /**
   * @param lines the request's line and, for a dialogue, those that belong to it
   * @param onData called with each data line, on the link's thread
   */
  Exchange(RequestLine request, List<String> lines, Consumer<String> onData) {
    this.request = request;
    this.lines = List.copyOf(lines);
    this.onData = onData;
    this.promptsLeft = request.questions().size();
  }

  RequestLine request() {
    return request;
  }

  List<String> lines() {
    return lines;
  }

  /** From here on data lines are dropped. */
  void mute() {
    muted = true;
  }

  void data(String line) {
    if (promptsLeft > 0) {
      promptsLeft--;
      return;
    }
    dataLines++;
    if (!muted) {
      onData.accept(line);
    }
  }

  void answer(Incoming.Status status) {
    outcome.complete(new Answered(status, dataLines));
  }

  void lose() {
    outcome.complete(new Lost(dataLines));
  }

  /** Waits for the end of it. */
  Outcome await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new AssertionError("never completed so", e);
    }
  }

  /** Waits for the end of it, at most so long; whether it has ended. */
  boolean endsWithin(long millis) throws InterruptedException {
    try {
      outcome.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("never completed so", e);
    }
  }
}
