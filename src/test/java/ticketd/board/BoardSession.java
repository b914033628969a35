package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * People at one board: Ana in English and Jules in French, each in a browser that is opened when it
 * is first asked for, and Zed, who has none. No test may leave a complaint in a console.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BoardSession {
  private Site site;

  @BeforeAll
  void open(@TempDir Path folder) {
    site = site(folder);
  }

  /** The desk that is worked at: an open one. */
  Site site(Path folder) {
    return Site.open(folder);
  }

  @AfterAll
  void close() {
    if (site != null) {
      site.close();
    }
  }

  @AfterEach
  void shouldComplainOfNothing() {
    assertThat(site.complaints()).isEmpty();
  }

  Site site() {
    return site;
  }

  Browser ana() {
    return site.browser("en", "Ana");
  }

  Browser jules() {
    return site.browser("fr", "Jules");
  }

  Api zed() {
    return site.zed();
  }
}
