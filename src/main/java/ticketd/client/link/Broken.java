package ticketd.client.link;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import ticketd.client.screen.Texts;

/** The connection broke; told apart from a fault of whoever reads the lines. */
public final class Broken extends IOException {
  private static final long serialVersionUID = 1;

  Broken(IOException cause) {
    super(cause.toString(), cause);
  }

  /** It is given up because nothing came for too long. */
  static Broken bySilence() {
    return new Broken(new SocketTimeoutException("silent"));
  }

  /** It is given up because what came is nothing that a server says. */
  static Broken byForeignWords(IllegalArgumentException why) {
    return new Broken((IOException) new ProtocolException("foreign").initCause(why));
  }

  /** That the connection is lost, with what TLS has to say of it. */
  String reason(Texts texts) {
    if (getCause() instanceof ProtocolException) {
      return texts.get("lost.foreign");
    }
    return getCause() instanceof IOException cause
        ? TlsFault.text(texts, cause)
            .map(why -> texts.get("lost.tls", why))
            .orElse(texts.get("lost"))
        : texts.get("lost");
  }

  boolean isSilence() {
    return getCause() instanceof SocketTimeoutException;
  }
}
