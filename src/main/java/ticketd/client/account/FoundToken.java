package ticketd.client.account;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.credential.Token;

/**
 * By what the caller signs in.
 *
 * @param source where it was found, as the person named that place
 * @param isKept whether it is one that signing in put aside
 */
public record FoundToken(Token token, String source, boolean isKept) {
  /** The variable that holds a token: never an argument, which everybody on the host can read. */
  public static final String VARIABLE = "TICKETD_TOKEN";

  /** Far more than a token and the end of its line. */
  private static final int MOST_BYTES = 1024;

  /**
   * The token for that server: in the file named, else in the environment, else the one that is
   * kept for it.
   *
   * @throws Failure when what is named holds no token, or cannot be used
   */
  public static Optional<FoundToken> find(
      Optional<Path> file, Map<String, String> environment, String server, Texts texts)
      throws Failure {
    if (file.isPresent()) {
      return inFile(file.get(), texts);
    }
    String text = environment.getOrDefault(VARIABLE, "").strip();
    if (!text.isEmpty()) {
      return Optional.of(of(text, VARIABLE, texts));
    }
    Optional<HostsFile> hosts = HostsFile.of(environment, texts);
    return hosts.isEmpty()
        ? Optional.empty()
        : hosts
            .get()
            .at(server)
            .map(kept -> new FoundToken(kept.token(), hosts.get().path().toString(), true));
  }

  /** What the file's first line is. */
  public static Optional<FoundToken> inFile(Path file, Texts texts) throws Failure {
    return Optional.of(of(firstLine(file, texts), Visible.line(file.toString()), texts));
  }

  private static FoundToken of(String text, String source, Texts texts) throws Failure {
    return new FoundToken(token(text, source, texts), source, false);
  }

  /** The token that {@code text} is; the refusal names {@code source} alone. */
  public static Token token(String text, String source, Texts texts) throws Failure {
    return Token.of(text)
        .orElseThrow(() -> new Failure(ExitStatus.USAGE, texts.get("bad.token", source)));
  }

  private static String firstLine(Path file, Texts texts) throws Failure {
    try (InputStream in = FileFault.open(file)) {
      return firstLine(in);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          texts.get("file.unreadable", Visible.line(file.toString()), FileFault.reason(texts, e)));
    }
  }

  /** What stands first in it, without blanks around that; no more of it is read than that needs. */
  public static String firstLine(InputStream in) throws IOException {
    String begin = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    return begin.lines().findFirst().orElse("").strip();
  }
}
