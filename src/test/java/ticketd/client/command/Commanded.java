package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.protocol.Json;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

/** Commands as they are typed, against a server, without a terminal. */
final class Commanded {
  /** What a command ended with and printed. */
  record Ran(int status, List<String> output, List<String> errors) {
    String line() {
      assertThat(errors).isEmpty();
      assertThat(output).hasSize(1);
      return output.get(0);
    }

    String error() {
      assertThat(errors).hasSize(1);
      return errors.get(0);
    }
  }

  private final Map<String, String> environment = new HashMap<>();
  private Language language = Language.EN;

  Commanded(TestServer server) {
    this("127.0.0.1:" + server.address().getPort());
  }

  Commanded(String address) {
    environment.put("TICKETD_SERVER", address);
    environment.put("TICKETD_USER", "Zoé");
  }

  /** The same with a variable set. */
  Commanded with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Commanded in(Language asked) {
    language = asked;
    return this;
  }

  Ran run(String... args) {
    return runWith("", args);
  }

  Ran runWith(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            Texts.in(language),
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Output(out),
            new Output(err),
            Map.of());
    try {
      int status = Commands.run(args, surroundings).orElseThrow();
      surroundings.out().flush();
      return new Ran(status, lines(out), lines(err));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Files a ticket, by further words of {@code create}; its number. */
  String file(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "create";
    System.arraycopy(args, 0, all, 1, args.length);
    return run(all).line().substring(1);
  }

  Json ticket(String id) {
    return Json.parse(run("view", id, "--json").line());
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
