package ticketd.client.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.wire.Language;

/**
 * Writes what is delivered beside the jar, from the same descriptions as the usage help: the
 * launcher, the completions and the manual pages. The build runs it.
 */
public final class Distribution {
  private Distribution() {}

  /**
   * Writes into {@code folder}, over what is there.
   *
   * @param more see {@link Surroundings#more}
   */
  public static void write(Path folder, Map<String, Function<Surroundings, Object>> more)
      throws IOException {
    Path launcher = folder.resolve(Commands.PROGRAM);
    put(launcher, script("ticket"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String shell : List.of(CompletionCommand.BASH, CompletionCommand.ZSH)) {
      String name = shell.equals(CompletionCommand.ZSH) ? "_ticket" : "ticket";
      put(
          folder.resolve("completion").resolve(shell).resolve(name),
          CompletionCommand.script(shell, surroundings(Language.EN, more))
              .getBytes(StandardCharsets.UTF_8));
    }
    pages(folder.resolve("man").resolve("man1"), Language.EN, more);
    pages(folder.resolve("man").resolve("fr").resolve("man1"), Language.FR, more);
  }

  private static void pages(
      Path folder, Language language, Map<String, Function<Surroundings, Object>> more)
      throws IOException {
    Surroundings surroundings = surroundings(language, more);
    CommandLine program = Commands.all(surroundings);
    List<CommandLine> all = new ArrayList<>(program.getSubcommands().values());
    all.add(program);
    for (CommandLine each : all) {
      String page = ManualPage.write(each, surroundings.texts().bundle());
      put(folder.resolve(ManualPage.name(each) + ".1"), page.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Surroundings surroundings(
      Language language, Map<String, Function<Surroundings, Object>> more) {
    return new Surroundings(
        Texts.in(language),
        Map.of(),
        InputStream.nullInputStream(),
        new Output(new ByteArrayOutputStream()),
        new Output(new ByteArrayOutputStream()),
        more);
  }

  /** A script as it is written by hand. */
  static byte[] script(String name) throws IOException {
    try (InputStream script = Distribution.class.getResourceAsStream("/launcher/" + name)) {
      if (script == null) {
        throw new IOException("missing: /launcher/" + name);
      }
      return script.readAllBytes();
    }
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
