package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
  @TempDir Path directory;

  @Test
  void shouldSayWhyItCannotBeRead() throws Exception {
    Path file = directory.resolve("password");
    Desks desks =
        Desks.at(DeskUrl.parse("postgresql://127.0.0.1:1/desks?desk=a"), Optional.of(file));
    assertThatThrownBy(desks::newGeneration)
        .hasMessageEndingWith("password file " + file + ": does not exist");
    Files.write(file, new byte[] {'a', (byte) 0xFF});
    assertThatThrownBy(desks::newGeneration)
        .hasMessageEndingWith("password file " + file + ": is not UTF-8");
  }
}
