package ticketd.server.tls;

import ticketd.server.text.Texts;
import ticketd.tls.PemException;

/** What is wrong with a file of certificates or of a key, for whoever runs the server. */
public final class PemTexts {
  private PemTexts() {}

  public static String of(PemException e, Texts texts) {
    return texts.of(e.fault().textKey(), e.file(), e.detail());
  }
}
