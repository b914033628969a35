package ticketd.dist;

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
import picocli.CommandLine;
import ticketd.client.command.Commands;
import ticketd.client.command.CompletionScript;
import ticketd.client.command.Surroundings;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.launch.ListedCommands;
import ticketd.wire.Language;

/**
 * Writes what is delivered beside the jar, from the same descriptions as the usage help: the
 * launcher, the completions and the manual pages. The build runs it.
 */
public final class Distribution {
  private static final String LAUNCHER = "/launcher/ticket";

  private Distribution() {}

  /** Writes into the directory that the first argument names. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  /** Writes into {@code folder}, over what is there. */
  static void write(Path folder) throws IOException {
    Path launcher = folder.resolve(Commands.PROGRAM);
    put(launcher, launcher());
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String shell : CompletionScript.SHELLS) {
      String name = shell.equals(CompletionScript.ZSH) ? "_ticket" : "ticket";
      put(
          folder.resolve("completion").resolve(shell).resolve(name),
          CompletionScript.write(shell, surroundings(Language.EN))
              .getBytes(StandardCharsets.UTF_8));
    }
    pages(folder.resolve("man").resolve("man1"), Language.EN);
    pages(folder.resolve("man").resolve("fr").resolve("man1"), Language.FR);
  }

  private static void pages(Path folder, Language language) throws IOException {
    Surroundings surroundings = surroundings(language);
    CommandLine program = Commands.all(surroundings);
    List<CommandLine> all = new ArrayList<>(program.getSubcommands().values());
    all.add(program);
    for (CommandLine each : all) {
      String page = ManualPage.write(each, surroundings.texts().bundle());
      put(folder.resolve(ManualPage.name(each) + ".1"), page.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Surroundings surroundings(Language language) {
    return new Surroundings(
        Texts.in(language),
        Map.of(),
        InputStream.nullInputStream(),
        new Output(new ByteArrayOutputStream()),
        new Output(new ByteArrayOutputStream()),
        ListedCommands.ALL);
  }

  private static byte[] launcher() throws IOException {
    try (InputStream script = Distribution.class.getResourceAsStream(LAUNCHER)) {
      if (script == null) {
        throw new IOException("missing: " + LAUNCHER);
      }
      return script.readAllBytes();
    }
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
