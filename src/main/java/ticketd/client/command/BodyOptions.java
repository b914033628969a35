package ticketd.client.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** Where the text of a command comes from that sends one. */
final class BodyOptions {
  @Option(
      names = {"-b", "--body"},
      paramLabel = "TEXT",
      descriptionKey = "body")
  Optional<String> body = Optional.empty();

  @Option(
      names = {"-F", "--body-file"},
      paramLabel = "FILE",
      descriptionKey = "body-file")
  Optional<String> file = Optional.empty();

  @Option(
      names = {"-e", "--editor"},
      descriptionKey = "editor")
  boolean editor;

  @Option(names = "--clean", descriptionKey = "clean")
  boolean clean;

  boolean isGiven() {
    return body.isPresent() || file.isPresent();
  }

  /** The text, where one is given. */
  Optional<String> text(OneShot command) throws Failure, IOException {
    if (body.isPresent() && file.isPresent()) {
      throw new Failure(
          ExitStatus.USAGE, command.texts().get("usage.together", "--body", "--body-file"));
    }
    TextInput input = new TextInput(command.texts(), clean);
    if (body.isPresent()) {
      return Optional.of(input.read(body.get(), command.surroundings().in()));
    }
    return file.isPresent()
        ? Optional.of(input.readFile(file.get(), command.surroundings().in()))
        : Optional.empty();
  }
}
