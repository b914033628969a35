package ticketd.client.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import ticketd.client.account.HostsFile;
import ticketd.client.account.KeptToken;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Visible;

/**
 * {@code logout}: forgets what signing in put aside, and ends the token at the server where signing
 * in made it. One that was given may serve elsewhere, and is left alone there.
 */
@Command(name = "logout")
final class LogoutCommand extends OneShot {
  LogoutCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    HostsFile hosts = hosts();
    ServerAddress place = named(common.server);
    Optional<KeptToken> kept = hosts.at(place.toString());
    if (kept.isEmpty()) {
      throw new Failure(ExitStatus.FORBIDDEN, texts().get("login.none", place));
    }
    hosts.forget(kept.get().server());
    String name = Visible.line(kept.get().name());
    if (kept.get().id().isEmpty()) {
      tell(texts().get("logout.given", place, name));
      return ExitStatus.DONE;
    }
    try (Desk desk = deskAt(place.with(kept.get().token()))) {
      desk.once("TOKEN REVOKE " + kept.get().id().getAsLong(), false);
      tell(texts().get("logout.done", place, name));
    } catch (Failure e) {
      // The token is in nobody's hands any more; whether it is good still is worth a word.
      tell(texts().get("logout.left", place, name, e.line()));
    }
    return ExitStatus.DONE;
  }
}
