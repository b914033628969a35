package ticketd.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.server.text.Texts;
import ticketd.tls.PemException;
import ticketd.wire.Language;

class PemTextsTest {
  @TempDir Path directory;

  private String told(Path certificate, Language language) {
    TlsFiles files = new TlsFiles(certificate, certificate, Optional.empty());
    PemException refused = catchThrowableOfType(PemException.class, files::read);
    return PemTexts.of(refused, Texts.in(language));
  }

  @Test
  void shouldSayThatThereIsNoSuchFile() {
    Path none = directory.resolve("none.pem");
    assertThat(told(none, Language.EN))
        .isEqualTo("the file " + none + " cannot be read: no such file");
    assertThat(told(none, Language.FR))
        .isEqualTo("le fichier " + none + " ne peut pas être lu : le fichier n'existe pas");
  }

  @Test
  void shouldSayThatItIsADirectory() {
    assertThat(told(directory, Language.EN))
        .isEqualTo("the file " + directory + " cannot be read: it is a directory");
  }
}
