package ticketd.client.link;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import ticketd.client.screen.Texts;

/** Why TLS failed, in words for whoever called the server. */
final class TlsFault {
  private static final String ALERT = "Received fatal alert: ";

  private TlsFault() {}

  /** Empty where it is no fault of TLS. */
  static Optional<String> text(Texts texts, IOException failure) {
    if (!(failure instanceof SSLException)) {
      return Optional.empty();
    }
    if (has(failure, CertificateExpiredException.class)
        || has(failure, CertificateNotYetValidException.class)) {
      return Optional.of(texts.get("unreachable.expired"));
    } else if (has(failure, CertPathValidatorException.class)
        || has(failure, java.security.cert.CertPathBuilderException.class)) {
      return Optional.of(texts.get("unreachable.untrusted"));
    } else if (has(failure, CertificateException.class)) {
      return Optional.of(texts.get("unreachable.misnamed"));
    } else if (has(failure, EOFException.class) || isNoTls(failure)) {
      return Optional.of(texts.get("unreachable.no-tls"));
    }
    String said = String.valueOf(failure.getMessage());
    return Optional.of(
        said.contains(ALERT)
            ? texts.get(
                said.contains("certificate") ? "unreachable.walled" : "unreachable.alert",
                said.substring(said.indexOf(ALERT) + ALERT.length()))
            : texts.get("unreachable.alert", said));
  }

  private static boolean isNoTls(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("Unsupported or unrecognized");
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
