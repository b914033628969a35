package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Offer;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Visible;

/**
 * {@code completion bash|zsh}: the shell's completion of these commands, to be sourced. What that
 * script asks a server for comes by {@code completion people} and its like: within 300 ms or not at
 * all, and without a word about why.
 */
@Command(name = "completion")
final class CompletionCommand extends OneShot {
  private static final String LABEL = "SHELL";

  @Parameters(
      index = "0",
      paramLabel = LABEL,
      completionCandidates = Words.Shells.class,
      descriptionKey = "shell")
  String shell = "";

  CompletionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    Optional<Offer> offer = Offer.of(shell);
    if (offer.isPresent()) {
      return print(offer.get());
    }
    if (!CompletionScript.SHELLS.contains(shell)) {
      throw usage("usage.value", LABEL, shell, String.join(", ", CompletionScript.SHELLS));
    }
    out().text(CompletionScript.write(shell, surroundings()));
    return ExitStatus.DONE;
  }

  private int print(Offer offer) throws IOException {
    ServerAddress place;
    try {
      // Reads whom it trusts over TLS, which is no waiting for the server.
      place = address(common.server);
    } catch (Failure e) {
      return ExitStatus.FAILED;
    }
    CompletableFuture<List<String>> told = new CompletableFuture<>();
    Thread asking = new Thread(() -> ask(place, offer, told), "offer");
    asking.setDaemon(true);
    asking.start();
    try {
      for (String value : told.get(Offer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        out().line(Visible.line(value));
      }
      return ExitStatus.DONE;
    } catch (TimeoutException | ExecutionException e) {
      // Nobody asked for a message: the person goes on typing.
      return ExitStatus.FAILED;
    } catch (InterruptedException e) {
      return ExitStatus.INTERRUPTED;
    }
  }

  private void ask(ServerAddress place, Offer offer, CompletableFuture<List<String>> told) {
    List<String> lines = new ArrayList<>();
    try (Desk desk = new Desk(place, texts(), Optional.empty(), line -> {})) {
      desk.read(offer.request(), line -> lines.add(line.line()));
      told.complete(offer.in(lines));
    } catch (Failure | IOException e) {
      told.completeExceptionally(e);
    }
  }
}
