package ticketd.server.tls;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import ticketd.server.text.Texts;
import ticketd.tls.PemException;

/** What is wrong with a file of certificates or of a key, for whoever runs the server. */
public final class PemTexts {
  private PemTexts() {}

  public static String of(PemException e, Texts texts) {
    return texts.of(e.fault().textKey(), e.file(), detail(e, texts));
  }

  /** What the system tells by the kind of its failure has no words of its own. */
  private static String detail(PemException e, Texts texts) {
    if (e.fault() != PemException.Fault.UNREADABLE) {
      return e.detail();
    } else if (e.getCause() instanceof NoSuchFileException) {
      return texts.of("file.none");
    } else if (e.getCause() instanceof AccessDeniedException) {
      return texts.of("file.denied");
    }
    return Files.isDirectory(Path.of(e.file())) ? texts.of("file.directory") : e.detail();
  }
}
