package ticketd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.TestServer;
import ticketd.testing.TestServer.Setup;
import ticketd.testing.Waiting;

/** The examples of {@code docs/http.md}, typed into a shell, say what the page shows. */
class HttpDocTest {
  private static final Path PAGE = Path.of("docs/http.md");
  private static final String ADDRESS = "127.0.0.1:12345";

  /**
   * A command and what it is to print; {@code …} stands for anything on its line or, alone, for
   * lines.
   */
  private record Example(String command, String shown) {
    Pattern expected() {
      StringBuilder pattern = new StringBuilder();
      for (String line : shown.lines().toList()) {
        if (line.equals("…")) {
          pattern.append("(?s:.*?)");
        } else {
          for (String part : line.split("(?<=…)|(?=…)", -1)) {
            pattern.append(part.equals("…") ? ".*" : Pattern.quote(part));
          }
          pattern.append("\n");
        }
      }
      return Pattern.compile(pattern.toString());
    }
  }

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    boolean isInBlock = false;
    String command = "";
    StringBuilder shown = new StringBuilder();
    for (String line : Files.readAllLines(PAGE)) {
      boolean isFence = line.startsWith("```");
      if (!command.isEmpty() && (isFence || line.startsWith("$ "))) {
        examples.add(new Example(command, shown.toString()));
        command = "";
      }
      if (isFence) {
        isInBlock = !isInBlock;
      } else if (isInBlock && line.startsWith("$ ")) {
        command = line.substring(2);
        shown.setLength(0);
      } else if (!command.isEmpty()) {
        shown.append(line).append('\n');
      }
    }
    return examples;
  }

  private static String output(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return output.replace("\r\n", "\n");
  }

  @Test
  void shouldShowWhatCurlShows(@TempDir Path directory) throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).as("curl is needed").isExecutable();
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(20);
    try (TestServer server = TestServer.start(Setup.in(directory).speaking(Locale.ENGLISH))) {
      for (Example example : examples) {
        assertThat(example.command()).contains("http://" + ADDRESS);
        String command = example.command().replace(ADDRESS, "127.0.0.1:" + server.port());
        assertThat(output(command)).as(example.command()).matches(example.expected());
      }
    }
  }
}
