package ticketd.client.account;

import java.security.SecureRandom;
import java.util.Map;
import java.util.OptionalLong;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.wire.Language;

/** Keeps tokens for {@code NAME:1} to {@code NAME:COUNT} in the home {@code HOME}. */
final class KeeperMain {
  private KeeperMain() {}

  /** Of {@code HOME NAME COUNT}. */
  public static void main(String[] args) throws Exception {
    HostsFile hosts = HostsFile.of(Map.of("HOME", args[0]), Texts.in(Language.EN)).orElseThrow();
    Token token = Token.mint(new SecureRandom());
    for (int i = 1; i <= Integer.parseInt(args[2]); i++) {
      hosts.keep(new KeptToken(args[1] + ":" + i, token, OptionalLong.empty(), "ana"));
    }
  }
}
