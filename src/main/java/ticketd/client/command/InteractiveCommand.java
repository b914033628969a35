package ticketd.client.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Languages;
import ticketd.client.shell.InteractiveClient;
import ticketd.ticket.Identity;

/** {@code client [host] [port]}: the interactive client. */
@Command(name = "client")
final class InteractiveCommand extends ClientCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "host", descriptionKey = "host")
  String host = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "port", descriptionKey = "port")
  String port = "";

  @Option(names = "--server", paramLabel = "HOST:PORT")
  String server = "";

  @Mixin LinkOptions link = new LinkOptions();

  @Option(names = "--as", paramLabel = "NAME")
  Optional<String> as = Optional.empty();

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      completionCandidates = Words.Colours.class)
  String color = "";

  @Option(names = {"-e", "--exit-on-error"})
  boolean stopsAtErrors;

  @Mixin BasicOptions options = new BasicOptions();

  InteractiveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!color.isEmpty() && !Colour.MODES.contains(color)) {
      throw usage("usage.value", "--color", color, String.join(", ", Colour.MODES));
    }
    return InteractiveClient.run(
        place(),
        new InteractiveClient.Wishes(
            Languages.asked(options.lang, environment()), who(), color, stopsAtErrors),
        texts(),
        environment());
  }

  /** Who is identified at once: in a pipe only whoever is named here, so that a script is all. */
  private Optional<Identity> who() throws Failure {
    if (as.isPresent()) {
      return Optional.of(identity("--as", as.get()));
    }
    String user = environment().getOrDefault(USER, "");
    return user.isEmpty() || !InteractiveClient.isOnTerminal()
        ? Optional.empty()
        : Optional.of(identity(USER, user));
  }

  @Override
  LinkOptions linkOptions() {
    return link;
  }

  private ServerAddress place() throws Failure {
    if (host.isEmpty()) {
      return address(server);
    }
    if (!server.isEmpty()) {
      throw usage("bad.two-places", host, server);
    }
    if (port.isEmpty()) {
      return address(host);
    }
    Optional<Integer> number = ServerAddress.parsePort(port);
    if (number.isEmpty()) {
      throw usage("bad.port", port);
    }
    ServerAddress place = named(host);
    if (ServerAddress.hasPort(host) && place.port() != number.get()) {
      throw usage("bad.two-ports", host, port);
    }
    return signedIn(place.at(number.get()));
  }
}
