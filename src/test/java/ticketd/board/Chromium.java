package ticketd.board;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriverService;
import ticketd.testing.Processes;

/** The host's Chromium and its driver. */
final class Chromium {
  private static final List<String> COMMANDS = List.of("chromium", "chromedriver");

  /** Where it is set ({@code .ci/run} does), a missing browser is a failure. */
  private static final String REQUIRED = "TICKETD_BROWSER_REQUIRED";

  private Chromium() {}

  /** Skips the tests of the class, and says so, where the host has no browser. */
  static Chromium find() {
    List<String> missing =
        COMMANDS.stream().filter(command -> !Processes.isInstalled(command)).toList();
    if (!missing.isEmpty()) {
      String message = "the board was NOT tested: " + missing + " not installed";
      if (System.getenv(REQUIRED) != null) {
        throw new AssertionError(message);
      }
      System.err.println(message);
      Assumptions.abort(message);
    }
    return new Chromium();
  }

  private static String path(String command) {
    return Processes.run("sh", "-c", "command -v " + command).strip();
  }

  /** A browser of its own, with an empty profile, in English or French. */
  Browser browser(String language, String base) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(path("chromedriver")))
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    return Browser.open(service, new File(path("chromium")), language, base);
  }
}
