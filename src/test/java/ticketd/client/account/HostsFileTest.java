package ticketd.client.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.link.Failure;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.wire.Language;

/** Where tokens are kept. */
class HostsFileTest {
  private static final Texts TEXTS = Texts.in(Language.EN);

  @TempDir Path home;

  private final Token token = Token.mint(new SecureRandom());
  private final Token other = Token.mint(new SecureRandom());

  private HostsFile hosts() {
    return HostsFile.of(Map.of("HOME", home.toString()), TEXTS).orElseThrow();
  }

  private Path file() {
    return home.resolve(".config/ticketd/hosts");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String names(KeptToken kept) {
    return kept.server() + " " + kept.token().text() + " " + kept.id() + " " + kept.name();
  }

  @Test
  void shouldKeepOneTokenAServerForItsOwnerAlone() throws Exception {
    KeptToken first = new KeptToken("a:1", token, OptionalLong.of(7), "Jules Martin");
    KeptToken second = new KeptToken("tls://a:1", other, OptionalLong.empty(), "Ana");
    KeptToken neighbour = new KeptToken("a:12", token, OptionalLong.empty(), "Ana");
    hosts().keep(neighbour);
    hosts().keep(first);
    hosts().keep(second);
    KeptToken again = new KeptToken("a:1", other, OptionalLong.of(8), "Zoé");
    hosts().keep(again);

    assertThat(hosts().all().stream().map(HostsFileTest::names))
        .containsExactly(names(neighbour), names(second), names(again));
    assertThat(hosts().at("tls://a:1").map(HostsFileTest::names)).contains(names(second));
    assertThat(hosts().at("a")).isEmpty();
    assertThat(mode(file())).isEqualTo("rw-------");
    assertThat(mode(home.resolve(".config/ticketd"))).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files).containsExactlyInAnyOrder(file(), file().resolveSibling("hosts.lock"));
    }
  }

  @Test
  void shouldForgetOneServerAndKeepRemarks() throws Exception {
    write("# mine\n\na:1 " + token.text() + " - Ana\nb:1 " + other.text() + " 3 Ana\n");
    hosts().forget("a:1");

    assertThat(Files.readString(file())).isEqualTo("# mine\n\nb:1 " + other.text() + " 3 Ana\n");
  }

  @Test
  void shouldReadNothingThatOthersMayReadOrWrite() throws IOException {
    write("a:1 " + token.text() + " - Ana\n");
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> hosts().at("a:1"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("chmod 600 " + file())
          .hasMessageNotContaining(token.text());
      assertThatThrownBy(
              () -> hosts().keep(new KeptToken("b:1", other, OptionalLong.empty(), "Ana")))
          .isInstanceOf(Failure.class);
    }
    assertThat(Files.readString(file())).doesNotContain(other.text());
  }

  @Test
  void shouldNameTheLineThatIsNoneOfItsAndQuoteNothing() throws IOException {
    for (String line :
        List.of(
            "a:1 " + token.text(),
            "a:1 " + token.text() + "x - Ana",
            "a:1 " + token.text() + " x Ana")) {
      write("# mine\n" + line + "\n");
      assertThatThrownBy(() -> hosts().all())
          .isInstanceOf(Failure.class)
          .hasMessageContaining("line 2")
          .hasMessageNotContaining(token.text());
    }
  }

  @Test
  void shouldReplaceWhatALinkLeadsTo() throws Exception {
    Path real = home.resolve("dotfiles");
    Files.writeString(real, "");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), real);
    hosts().keep(new KeptToken("a:1", token, OptionalLong.empty(), "Ana"));

    assertThat(file()).isSymbolicLink();
    assertThat(Files.readString(real)).isEqualTo("a:1 " + token.text() + " - Ana\n");
  }

  @Test
  void shouldSayWhatStandsInItsPlace() throws IOException {
    Files.createDirectories(file());
    assertThatThrownBy(() -> hosts().all())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not a regular file");
  }

  @Test
  void shouldLieWhereTheConfigurationIs() {
    assertThat(
            HostsFile.of(Map.of("HOME", "/nowhere", "XDG_CONFIG_HOME", home.toString()), TEXTS)
                .map(HostsFile::path))
        .contains(home.resolve("ticketd/hosts"));
    assertThat(HostsFile.of(Map.of(), TEXTS)).isEmpty();
  }
}
