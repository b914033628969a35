package ticketd.client.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.link.ServerAddress;
import ticketd.credential.Token;
import ticketd.protocol.Json;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;

/**
 * What signing in came to.
 *
 * @param id of the token, where signing in made it
 * @param expiresAt ISO 8601; empty: never
 */
public record SignedIn(
    String name, String role, Token token, OptionalLong id, Optional<String> expiresAt) {
  /** Where Linux tells what this machine is called. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private static final String LABEL = "ticket login";

  /** Code points that a token's label has left. */
  private static final int LONGEST_HOST = 50;

  /** By a token that somebody has: that is the one to keep. */
  public static SignedIn by(Desk desk, Token token) throws Failure, IOException {
    Json who = desk.once("AUTH " + token.text(), true).json();
    return new SignedIn(
        who.text("name"),
        who.text("role"),
        token,
        OptionalLong.empty(),
        who.optionalText("expiresAt"));
  }

  /** By a password, which is exchanged for a token: the password is kept nowhere. */
  public static SignedIn by(Desk desk, String name, String password) throws Failure, IOException {
    Json who = desk.dialogue("AUTH", List.of(name, password)).json();
    String wanted = new JsonText().put("label", label()).end();
    Json made = desk.once("TOKEN NEW " + wanted, true).json();
    return new SignedIn(
        who.text("name"),
        who.text("role"),
        Token.of(made.text("token"))
            .orElseThrow(() -> new IllegalArgumentException("the server sent no token")),
        OptionalLong.of(made.number("id")),
        made.optionalText("expiresAt"));
  }

  /** By which its owner knows the token again among others. */
  private static String label() throws IOException {
    String host = Files.isReadable(HOST_NAME) ? Files.readString(HOST_NAME).strip() : "";
    return host.isEmpty() || host.length() > LONGEST_HOST ? LABEL : LABEL + " " + host;
  }

  public KeptToken kept(ServerAddress place) {
    return new KeptToken(place.toString(), token, id, name);
  }

  /**
   * Ends the token that was kept before this one, where signing in as the same person made it: it
   * would be good for as long as it lasts, in nobody's hands.
   */
  public void endOther(Desk desk, KeptToken before) throws Failure, IOException {
    boolean isTheirs = Identity.of(name).equals(Identity.of(before.name()));
    if (!isTheirs || before.id().isEmpty() || before.id().equals(id)) {
      return;
    }
    try {
      desk.once("TOKEN REVOKE " + before.id().getAsLong(), false);
    } catch (Failure e) {
      if (e.status() != ExitStatus.NOT_FOUND && !e.code().equals(ErrorCode.FORBIDDEN.wireName())) {
        throw e;
      }
    }
  }
}
