package ticketd.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import ticketd.client.command.Commands;
import ticketd.client.command.Surroundings;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.wire.Language;

/** What a command of the program ended with and printed, in English and without a terminal. */
record Ran(int status, String out, String err) {
  static Ran command(Map<String, String> environment, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN),
            environment,
            InputStream.nullInputStream(),
            new Output(out),
            new Output(err),
            ListedCommands.ALL);
    try {
      int status = Commands.run(words, surroundings).orElseThrow();
      surroundings.out().flush();
      return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
