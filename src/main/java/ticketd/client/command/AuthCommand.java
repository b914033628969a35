package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.account.FoundToken;
import ticketd.client.account.HostsFile;
import ticketd.client.account.KeptToken;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** {@code auth status}: as whom the caller works, where, and by what. */
@Command(name = "auth")
final class AuthCommand extends OneShot {
  private static final String STATUS = "status";

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      completionCandidates = Words.AuthActions.class,
      descriptionKey = "action")
  String action = "";

  AuthCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!action.equals(STATUS)) {
      throw usage("user.action", Visible.line(action), STATUS);
    }
    Failures failures = new Failures(surroundings(), common.json);
    Listing listing = new Listing(List.of("server", "name", "role", "until", "source"));
    int status = ExitStatus.DONE;
    List<ServerAddress> places = places();
    for (ServerAddress place : places) {
      try {
        show(place, listing);
      } catch (Failure e) {
        listing.print(this);
        boolean named = e.message().contains(place.toString());
        failures.tell(named ? e : e.about(place.toString()));
        status = status == ExitStatus.DONE ? e.status() : status;
      }
    }
    listing.print(this);
    return status;
  }

  /** The server that is named; else every one that something is kept for; else the usual one. */
  private List<ServerAddress> places() throws Failure {
    boolean isNamed = !common.server.isEmpty() || !environment().getOrDefault(SERVER, "").isEmpty();
    List<ServerAddress> places = new ArrayList<>();
    Optional<HostsFile> hosts = HostsFile.of(environment(), texts());
    if (!isNamed && hosts.isPresent()) {
      for (KeptToken kept : hosts.get().all()) {
        places.add(named(kept.server()));
      }
    }
    return places.isEmpty() ? List.of(named(common.server)) : places;
  }

  private void show(ServerAddress place, Listing listing) throws Failure, IOException {
    ServerAddress known = signedIn(place);
    Optional<FoundToken> found = shown();
    // Where there are no accounts whoever asks is who they say.
    try (Desk desk =
        new Desk(
            known, texts(), found.isPresent() ? Optional.empty() : Optional.of(me()), this::tell)) {
      Json who = desk.once("WHOAMI", false).json();
      String source = found.map(FoundToken::source).orElse("-");
      if (common.json) {
        printJson(
            new JsonText()
                .put("server", known.toString())
                .put("name", who.text("name"))
                .put("role", who.text("role"))
                .put("method", who.text("method"))
                .putOrNull("expiresAt", who.optionalText("expiresAt"))
                .putOrNull("source", found.map(FoundToken::source))
                .end());
        return;
      }
      listing.add(
          known.toString(),
          who.text("name"),
          who.text("role"),
          who.optionalText("expiresAt").orElse("-"),
          source);
    } catch (Failure e) {
      throw explained(e);
    }
  }
}
