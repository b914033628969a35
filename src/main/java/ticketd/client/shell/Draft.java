package ticketd.client.shell;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.Signals;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.OwnFolder;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Tty;

/**
 * A text that a person writes in an editor of their choice. Its file is for nobody else, and stays
 * until what was written is stored.
 */
public final class Draft {
  /** So begins a line that is for the person and no part of the text. */
  private static final String REMARK = "#:";

  private static final List<String> VARIABLES = List.of("TICKETD_EDITOR", "VISUAL", "EDITOR");

  private final Texts texts;
  private final Path file;

  /** What stood there already. */
  private final String begun;

  /** So begins a line that is no part of the text. */
  private final String remark;

  /** What its file held before anybody wrote. */
  private final String offered;

  private Draft(Texts texts, Path file, String begun, String remark, String offered) {
    this.texts = texts;
    this.file = file;
    this.begun = begun;
    this.remark = remark;
    this.offered = offered;
  }

  /** Whether a person is there to write, with an editor that they have chosen. */
  public static boolean isOffered(Map<String, String> environment) {
    return Tty.isInput() && Tty.isOutput() && editor(environment).isPresent();
  }

  private static Optional<String> editor(Map<String, String> environment) {
    return VARIABLES.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(command -> !command.isBlank())
        .findFirst();
  }

  /**
   * Has the person write.
   *
   * @param begun what stands there already
   * @param told the key of what they are told, a line each; it takes what such a line begins with
   * @throws Failure when there is no editor, or it ends with a failure
   */
  public static Draft write(Texts texts, Map<String, String> environment, String begun, String told)
      throws Failure, IOException {
    String editor =
        editor(environment)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitStatus.USAGE, texts.get("editor.none", String.join(", ", VARIABLES))));
    String remark = remarkOutside(begun);
    String remarks =
        texts
            .get(told, remark)
            .lines()
            .map(line -> remark + " " + line)
            .collect(Collectors.joining("\n"));
    String offered = begun + "\n\n" + remarks + "\n";
    Path file = newFile(texts, environment, offered);
    Draft draft = new Draft(texts, file, begun, remark, offered);
    draft.edit(editor);
    return draft;
  }

  /** Such that no line of the text begins with it, which would not be sent. */
  private static String remarkOutside(String text) {
    StringBuilder remark = new StringBuilder(REMARK);
    while (text.lines().anyMatch(line -> line.startsWith(remark.toString()))) {
      remark.append(':');
    }
    return remark.toString();
  }

  /** A file of one's own that holds the text; in the temporary folder where there is no other. */
  private static Path newFile(Texts texts, Map<String, String> environment, String text)
      throws Failure {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    Optional<Path> own = OwnFolder.ofState(environment);
    if (own.isPresent()) {
      try {
        OwnFolder.create(own.get());
        return newFile(own.get(), text);
      } catch (IOException e) {
        // As of a service account, or on a disk that is full or read-only: another may do.
      }
    }
    try {
      return newFile(temporary, text);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED, texts.get("file.unwritable", temporary, FileFault.reason(texts, e)));
    }
  }

  private static Path newFile(Path folder, String text) throws IOException {
    Path file =
        Files.createTempFile(
            folder, "draft-", ".md", PosixFilePermissions.asFileAttribute(OwnFolder.FILE_MODE));
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void edit(String editor) throws Failure, IOException {
    // Ctrl-C is the editor's: this process neither leaves before it nor takes it for its own.
    Object before = Signals.register("INT", () -> {});
    int status;
    try {
      // A command with arguments of its own, as git and others run it. Without a trap the shell
      // would end by a signal of the terminal as soon as the editor has ended.
      Process process =
          new ProcessBuilder(
                  "sh", "-c", "trap : INT QUIT; " + editor + " \"$@\"", "sh", file.toString())
              .inheritIO()
              .start();
      status = process.onExit().join().exitValue();
    } finally {
      Signals.unregister("INT", before);
    }
    if (status != 0) {
      throw new Failure(
          ExitStatus.FAILED, texts.get("editor.failed", editor, status) + keptIfWritten());
    }
  }

  /** What is said of the file; nothing, and it is gone, where nobody wrote anything. */
  private String keptIfWritten() throws IOException {
    byte[] untouched = offered.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), untouched)) {
      return kept();
    }
    done();
    return "";
  }

  private String kept() {
    return texts.get("editor.kept", file);
  }

  /**
   * What was written, without empty lines around it.
   *
   * @throws Failure when that is nothing: the file is gone then
   */
  public String text() throws Failure, IOException {
    String written;
    try {
      written = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new Failure(ExitStatus.USAGE, texts.get("dialogue.not-utf8") + kept());
    }
    String text = textOf(written);
    if (text.isBlank()) {
      done();
      throw new Failure(ExitStatus.FAILED, texts.get("dialogue.aborted"));
    }
    return text;
  }

  /** What stood there already, as {@link #text} would give it had nobody written. */
  public String begun() {
    return textOf(begun);
  }

  private String textOf(String written) {
    return text(written.lines().filter(line -> !line.startsWith(remark)).toList());
  }

  /** Without empty lines around them; the others stay as they are, blanks at their ends too. */
  private static String text(List<String> lines) {
    int from = 0;
    int to = lines.size();
    while (from < to && lines.get(from).isBlank()) {
      from++;
    }
    while (to > from && lines.get(to - 1).isBlank()) {
      to--;
    }
    return String.join("\n", lines.subList(from, to));
  }

  /** What is sent of it. */
  public interface Sending {
    int run(String text) throws Failure, IOException;
  }

  /** Sends it: the file goes when that is done, and stays, which is told, when it is not. */
  public int send(Sending sending) throws Failure, IOException {
    String text = text();
    try {
      int status = sending.run(text);
      done();
      return status;
    } catch (Failure e) {
      throw e.with(kept());
    }
  }

  Path file() {
    return file;
  }

  /** It is stored, or given up: its file goes. */
  public void done() throws IOException {
    Files.deleteIfExists(file);
  }

  /** The first line of what was written. */
  public static String title(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** What stands behind the first line, without empty lines around it. */
  public static String body(String text) {
    return text(text.lines().skip(1).toList());
  }
}
