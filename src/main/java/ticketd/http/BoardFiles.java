package ticketd.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the board's pages are made of, as it is sent. The files in {@code ticketd/board} are read
 * once: the modules become one ({@link ModuleJoin}, {@link ModuleText}), and what the page names as
 * {@code /assets/NAME} becomes {@code /assets/VERSION/NAME}, the version being a hash of all, so
 * that a browser may keep it for ever.
 *
 * <p>The build does so beforehand, for the jar: the first page would wait for it.
 */
public final class BoardFiles {
  static final String INDEX = "index.html";
  static final String ASSETS = "/assets/";

  private static final String FOLDER = "/ticketd/board/";
  private static final String MADE = FOLDER + "sent/";
  private static final String LIST = "list";
  private static final String MODULE = "app.js";
  private static final String MODULES = ".js";
  private static final String GZIP = ".gz";
  private static final int VERSION_DIGITS = 16;

  /** Where files are by their names. */
  private interface Place {
    byte[] read(String name) throws IOException;
  }

  private final String version;
  private final SortedMap<String, SentFile> files;

  private BoardFiles(String version, SortedMap<String, SentFile> files) {
    this.version = version;
    this.files = files;
  }

  /** Those of this program: made by the build, or, where it has the sources, now. */
  static BoardFiles ofThisProgram() {
    try {
      URL source = BoardFiles.class.getResource(FOLDER + INDEX);
      return source == null ? made(name -> read(MADE + name)) : of(sources(source));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the board cannot be read", e);
    }
  }

  /**
   * Made of these files by their names.
   *
   * @throws IllegalArgumentException where the modules cannot be joined
   */
  static BoardFiles of(Map<String, byte[]> sources) {
    SortedMap<String, byte[]> all = new TreeMap<>(sources);
    Map<String, String> modules = new TreeMap<>();
    all.forEach(
        (name, bytes) -> {
          if (name.endsWith(MODULES)) {
            modules.put(name, text(bytes));
          }
        });
    all.keySet().removeAll(modules.keySet());
    all.put(MODULE, bytes(ModuleText.sent(ModuleJoin.of(MODULE, modules))));
    String version = version(all);
    String page = text(Objects.requireNonNull(all.get(INDEX), INDEX));
    all.put(INDEX, bytes(page.replace(ASSETS, ASSETS + version + "/")));
    SortedMap<String, SentFile> files = new TreeMap<>();
    all.forEach((name, bytes) -> files.put(name, SentFile.of(bytes)));
    return new BoardFiles(version, files);
  }

  private static String version(SortedMap<String, byte[]> files) {
    StringBuilder all = new StringBuilder();
    files.forEach((name, bytes) -> all.append(name + ' ' + SentFile.hash(bytes) + '\n'));
    return SentFile.hash(bytes(all.toString())).substring(0, VERSION_DIGITS);
  }

  String version() {
    return version;
  }

  /** By their names. */
  SortedMap<String, SentFile> files() {
    return files;
  }

  /** Writes them into {@code folder}, as a jar has them: the build does. */
  public static void write(Path folder) throws IOException {
    ofThisProgram().writeTo(folder);
  }

  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder list = new StringBuilder(version + '\n');
    for (Map.Entry<String, SentFile> file : files.entrySet()) {
      list.append(file.getValue().hash() + ' ' + file.getKey() + '\n');
      Files.write(folder.resolve(file.getKey()), file.getValue().plain());
      Files.write(folder.resolve(file.getKey() + GZIP), file.getValue().gzip());
    }
    Files.writeString(folder.resolve(LIST), list);
  }

  /** What {@link #write} wrote. */
  static BoardFiles madeIn(Path folder) throws IOException {
    return made(name -> Files.readAllBytes(folder.resolve(name)));
  }

  private static BoardFiles made(Place place) throws IOException {
    List<String> lines = text(place.read(LIST)).lines().toList();
    SortedMap<String, SentFile> files = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 2);
      String name = parts[1];
      files.put(name, new SentFile(place.read(name), place.read(name + GZIP), parts[0]));
    }
    return new BoardFiles(lines.get(0), files);
  }

  private static byte[] read(String path) throws IOException {
    try (InputStream file = BoardFiles.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(file, path).readAllBytes();
    }
  }

  /** The files of the folder beside the classes; a jar has only what was made of them. */
  private static Map<String, byte[]> sources(URL index) throws IOException, URISyntaxException {
    Map<String, byte[]> sources = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sources.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sources;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
