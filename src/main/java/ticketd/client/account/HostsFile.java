package ticketd.client.account;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.OwnFolder;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.credential.Token;

/**
 * The tokens that a person signed in by, a line a server: {@code SERVER TOKEN ID NAME}, where the
 * id is {@code -} for a token that signing in did not make, and the name may hold spaces. Lines
 * that are empty or begin with {@code #} are remarks, and are kept. It is read only where nobody
 * else can.
 */
public final class HostsFile {
  private static final String NAME = "hosts";
  private static final String REMARK = "#";
  private static final String NO_ID = "-";
  private static final int FIELDS = 4;

  private final Texts texts;
  private final Path file;

  private HostsFile(Texts texts, Path file) {
    this.texts = texts;
    this.file = file;
  }

  /**
   * {@code $XDG_CONFIG_HOME/ticketd/hosts}, else {@code ~/.config/ticketd/hosts}; empty where there
   * is no home. Nothing is made.
   */
  public static Optional<HostsFile> of(Map<String, String> environment, Texts texts) {
    return OwnFolder.ofConfiguration(environment)
        .map(folder -> new HostsFile(texts, folder.resolve(NAME)));
  }

  public Path path() {
    return file;
  }

  /**
   * What it holds, in its order.
   *
   * @throws Failure when others may read or write it, or it is not what this program writes
   */
  public List<KeptToken> all() throws Failure {
    return read(lines());
  }

  private List<KeptToken> read(List<String> lines) throws Failure {
    List<KeptToken> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!isRemark(lines.get(i))) {
        int number = i + 1;
        all.add(read(lines.get(i)).orElseThrow(() -> unusable("hosts.malformed", number)));
      }
    }
    return all;
  }

  /** What is kept for the server of that address. */
  public Optional<KeptToken> at(String server) throws Failure {
    return all().stream().filter(kept -> kept.server().equals(server)).findFirst();
  }

  /** Keeps a token in place of the one that was kept for its server, if any. */
  public void keep(KeptToken token) throws Failure {
    String line =
        String.join(
            " ",
            token.server(),
            token.token().text(),
            token.id().isPresent() ? Long.toString(token.id().getAsLong()) : NO_ID,
            token.name());
    write(token.server(), Optional.of(line));
  }

  /** Keeps none for that server any more. */
  public void forget(String server) throws Failure {
    write(server, Optional.empty());
  }

  private List<String> without(String server) throws Failure {
    List<String> lines = new ArrayList<>(lines());
    // As a whole first: what is not understood is not written over.
    read(lines);
    lines.removeIf(line -> !isRemark(line) && line.startsWith(server + " "));
    return lines;
  }

  private static boolean isRemark(String line) {
    return line.isBlank() || line.startsWith(REMARK);
  }

  private static Optional<KeptToken> read(String line) {
    String[] fields = line.split(" ", FIELDS);
    Optional<Token> token = fields.length < FIELDS ? Optional.empty() : Token.of(fields[1]);
    boolean hasId = token.isPresent() && fields[2].matches("[0-9]{1,18}");
    if (token.isEmpty() || !(hasId || fields[2].equals(NO_ID))) {
      return Optional.empty();
    }
    OptionalLong id = hasId ? OptionalLong.of(Long.parseLong(fields[2])) : OptionalLong.empty();
    return Optional.of(new KeptToken(fields[0], token.get(), id, fields[3]));
  }

  private List<String> lines() throws Failure {
    try {
      PosixFileAttributes found = OwnFolder.look(file);
      if (!found.isRegularFile() || !OwnFolder.isOurs(found)) {
        throw unusable(found.isRegularFile() ? "history.not-ours" : "history.no-file");
      } else if (!OwnFolder.FILE_MODE.containsAll(found.permissions())) {
        throw unusable("hosts.open", file);
      }
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (CharacterCodingException e) {
      throw unusable("history.not-utf8");
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED, texts.get("file.unreadable", shown(), FileFault.reason(texts, e)));
    }
  }

  /** Beside others that do the same: what they keep stays. */
  private void write(String server, Optional<String> line) throws Failure {
    try {
      OwnFolder.create(file.resolveSibling(""));
      OwnFolder.<Failure>locked(
          file,
          () -> {
            List<String> lines = without(server);
            line.ifPresent(lines::add);
            // Where it is a link, what that leads to is what is replaced.
            OwnFolder.replace(Files.exists(file) ? file.toRealPath() : file, lines);
          });
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED, texts.get("file.unwritable", shown(), FileFault.reason(texts, e)));
    }
  }

  private Failure unusable(String key, Object... arguments) {
    return new Failure(ExitStatus.FAILED, shown() + ": " + texts.get(key, arguments));
  }

  private String shown() {
    return Visible.line(file.toString());
  }
}
