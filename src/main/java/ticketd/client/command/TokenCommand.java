package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.JsonText;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** {@code token new|list|revoke ID...}: one's own tokens, or as an admin those of others. */
@Command(name = "token")
final class TokenCommand extends OneShot {
  static final List<String> ACTIONS = List.of("new", "list", "revoke");

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      completionCandidates = Words.TokenActions.class,
      descriptionKey = "action")
  String action = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", descriptionKey = "token-id")
  List<String> ids = new ArrayList<>();

  @Option(names = "--user", paramLabel = "NAME")
  Optional<String> user = Optional.empty();

  @Option(names = "--label", paramLabel = "TEXT")
  Optional<String> label = Optional.empty();

  @Option(names = "--expires", paramLabel = "12h|30d|never")
  Optional<String> expires = Optional.empty();

  @Option(names = "--cap", paramLabel = "read|full", completionCandidates = Words.Caps.class)
  Optional<String> cap = Optional.empty();

  @Option(names = "--role", paramLabel = "ROLE", completionCandidates = Words.Roles.class)
  Optional<String> role = Optional.empty();

  TokenCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (!ACTIONS.contains(action)) {
      throw usage("user.action", Visible.line(action), String.join(", ", ACTIONS));
    }
    if (!action.equals("revoke") && !ids.isEmpty()) {
      throw usage("usage.argument", Visible.line(ids.get(0)));
    }
    try (Desk desk = deskFor("")) {
      return switch (action) {
        case "new" -> make(desk);
        case "list" -> list(desk);
        default -> revoke(desk);
      };
    }
  }

  /** The token alone is on standard output, so that a script can take it from there. */
  private int make(Desk desk) throws Failure, IOException {
    JsonText wanted = whose();
    label.ifPresent(text -> wanted.put("label", text));
    expires.ifPresent(text -> wanted.put("expires", text));
    cap.ifPresent(text -> wanted.put("cap", text));
    role.ifPresent(text -> wanted.put("role", text));
    Incoming.Status made = desk.once("TOKEN NEW " + wanted.end(), true);
    Json token = made.json();
    if (common.json) {
      printJson(made.line());
    } else {
      out().line(Visible.line(token.text("token")));
    }
    tell(texts().get("token.made", token.number("id"), until(token.optionalText("expiresAt"))));
    return ExitStatus.DONE;
  }

  private int list(Desk desk) throws Failure, IOException {
    Listing listing = new Listing(List.of("id", "label", "cap", "role", "until", "browser"));
    desk.once(
        "TOKEN LIST " + whose().end(),
        false,
        line -> {
          Json token = line.json();
          if (common.json) {
            printJson(line.line());
          } else {
            listing.add(
                token.text("id"),
                token.text("label"),
                token.text("cap"),
                token.text("role"),
                token.optionalText("expiresAt").orElse("-"),
                token.flag("browser") ? "browser" : "-");
          }
        });
    listing.print(this);
    return ExitStatus.DONE;
  }

  private int revoke(Desk desk) throws Failure, IOException {
    if (ids.isEmpty()) {
      throw usage("usage.missing", "ID");
    }
    for (String id : ids) {
      if (!TicketNumbers.isNumber(id)) {
        throw usage("bad.id", Visible.line(id));
      }
    }
    for (String id : ids) {
      String request = "TOKEN REVOKE " + id(id) + " " + whose().end();
      Incoming.Status revoked = desk.once(request, false);
      if (common.json) {
        printJson(revoked.line());
      }
      tell(texts().get("token.revoked", revoked.json().number("id")));
    }
    return ExitStatus.DONE;
  }

  /** An object that says whose tokens they are, unless they are one's own. */
  private JsonText whose() {
    JsonText members = new JsonText();
    user.ifPresent(name -> members.put("name", name));
    return members;
  }
}
