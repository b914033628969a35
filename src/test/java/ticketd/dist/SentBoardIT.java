package ticketd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import ticketd.testing.Jar;

/** What the build made of the board's files in the finished jar. */
class SentBoardIT {
  @Test
  void shouldHaveTheBoardAsItIsSentAndNothingElseOfIt() throws IOException {
    try (JarFile jar = new JarFile(Jar.path().toFile())) {
      List<String> files =
          jar.stream()
              .filter(entry -> entry.getName().startsWith("ticketd/board/"))
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .toList();
      assertThat(files)
          .contains("ticketd/board/sent/app.js", "ticketd/board/sent/app.js.gz")
          .allMatch(name -> name.startsWith("ticketd/board/sent/"));
    }
  }
}
