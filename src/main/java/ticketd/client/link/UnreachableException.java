package ticketd.client.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import ticketd.client.screen.Texts;

/** Nobody accepts connections at that address. */
public final class UnreachableException extends IOException {
  private static final long serialVersionUID = 1;

  private final String address;

  public UnreachableException(ServerAddress address, IOException cause) {
    super(address + ": " + cause, cause);
    this.address = address.toString();
  }

  /** Says so to people, with the reason. */
  public Failure toFailure(Texts texts) {
    return new Failure(ExitStatus.UNREACHABLE, texts.get("unreachable", address, reason(texts)));
  }

  private String reason(Texts texts) {
    Throwable cause = getCause();
    if (cause instanceof UnknownHostException) {
      return texts.get("unreachable.host");
    } else if (cause instanceof SocketTimeoutException) {
      return texts.get("unreachable.silent");
    } else if (cause instanceof ConnectException) {
      return texts.get("unreachable.refused");
    } else if (cause instanceof NoRouteToHostException) {
      return texts.get("unreachable.no-route");
    } else if (cause instanceof SocketException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return cause instanceof IOException failure
        ? TlsFault.text(texts, failure).orElseGet(() -> String.valueOf(failure))
        : String.valueOf(cause);
  }
}
