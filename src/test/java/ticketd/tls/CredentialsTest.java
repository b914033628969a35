package ticketd.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Authority;
import ticketd.tls.PemException.Fault;

class CredentialsTest {
  private static final Authority AUTHORITY = Authority.create("ours");
  private static final Credentials PAIR = AUTHORITY.issue("localhost");

  @TempDir Path folder;

  private Path chain() {
    return Authority.writeChain(PAIR, folder.resolve("chain.pem"));
  }

  private Path key() {
    return Authority.writeKey(PAIR, folder.resolve("key.pem"));
  }

  private static void assertRefused(Path certificate, Path key, Fault fault, Path named) {
    assertThatThrownBy(() -> Credentials.read(certificate, key))
        .isInstanceOfSatisfying(
            PemException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.file()).isEqualTo(named.toString());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "RSASSA-PSS", "Ed25519"})
  void shouldReadAPairOfEveryKind(String kind) throws Exception {
    Instant end = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    Credentials made = AUTHORITY.issue(kind, end, "localhost");
    Credentials read =
        Credentials.read(
            Authority.writeChain(made, folder.resolve("c")),
            Authority.writeKey(made, folder.resolve("k")));

    assertThat(read.chain()).isEqualTo(made.chain());
    assertThat(read.key().getEncoded()).isEqualTo(made.key().getEncoded());
    assertThat(read.end()).isEqualTo(end);
  }

  @Test
  void shouldReadBothFromOneFileAmongOtherText() throws Exception {
    Path both = key();
    Files.writeString(
        both,
        "Bag Attributes\nfriendlyName: é\n" + Files.readString(chain()) + Files.readString(both));

    assertThat(Credentials.read(both, both).chain()).isEqualTo(PAIR.chain());
  }

  @Test
  void shouldRefuseAKeyOfAnotherCertificate() {
    Path other = Authority.writeKey(AUTHORITY.issue("localhost"), folder.resolve("other"));
    assertRefused(chain(), other, Fault.NOT_A_PAIR, other);
    Path rsa =
        Authority.writeKey(
            AUTHORITY.issue("RSA", Instant.now(), "localhost"), folder.resolve("rsa"));
    assertRefused(chain(), rsa, Fault.NOT_A_PAIR, rsa);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "rw-----w-"})
  void shouldRefuseAKeyThatOthersCanUse(String permissions) throws IOException {
    Path key = key();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
    assertRefused(chain(), key, Fault.OPEN_KEY, key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void shouldSayThatAKeyIsInAnotherForm(String label) throws IOException {
    Path key = key();
    Files.writeString(key, Authority.pem(label, new byte[64]));
    assertRefused(chain(), key, Fault.NOT_PKCS8, key);
  }

  @ParameterizedTest
  @CsvSource({"PRIVATE KEY, BAD_KEY", "PUBLIC KEY, NO_KEY", "CERTIFICATE, NO_KEY"})
  void shouldRefuseWhatIsNoKey(String label, Fault fault) throws IOException {
    Path key = key();
    Files.writeString(key, Authority.pem(label, new byte[64]));
    assertRefused(chain(), key, fault, key);
  }

  @Test
  void shouldRefuseWhatIsNoCertificate() throws IOException {
    Path key = key();
    assertRefused(key, key, Fault.NO_CERTIFICATE, key);
    Path bad = Files.writeString(folder.resolve("bad"), Authority.pem("CERTIFICATE", new byte[9]));
    assertRefused(bad, key, Fault.BAD_CERTIFICATE, bad);
    Path none = folder.resolve("none");
    assertRefused(none, key, Fault.UNREADABLE, none);
    assertRefused(chain(), none, Fault.UNREADABLE, none);
  }

  @Test
  void shouldRefuseAChainThatIsNone() throws IOException {
    Path chain = chain();
    Path other = Authority.create("other").writeCertificate(folder.resolve("other"));
    Files.writeString(chain, Files.readString(chain) + Files.readString(other));
    assertRefused(chain, key(), Fault.BROKEN_CHAIN, chain);
  }
}
