package ticketd.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/**
 * The board's pages and what they are made of: the files in {@code ticketd/board}, read once.
 *
 * <p>{@code index.html} is every page. What it is made of it names as {@code /assets/NAME}, which
 * becomes {@code /assets/VERSION/NAME} where it is served: the version is a hash of all files, so
 * that a browser may keep them for ever. Modules and style sheets name one another by relative
 * references, which stay right. Modules are sent as {@link ModuleText} has them.
 */
final class Pages {
  private static final String FOLDER = "/ticketd/board/";
  private static final String INDEX = "index.html";
  private static final String ASSETS = "/assets/";
  private static final int VERSION_DIGITS = 16;

  /** A page shows what its script makes of the address. */
  private static final List<String> PATHS =
      List.of(
          "/", "/board", "/t/{id}", "/new", "/stats", "/report", "/login", "/account", "/users");

  private static final String CHECKED = "no-cache";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Map<String, byte[]> files;

  Pages() {
    this(files());
  }

  /** Of these files by their names; {@link #INDEX} is among them. */
  Pages(Map<String, byte[]> files) {
    this.files = new TreeMap<>(files);
    this.files.replaceAll((name, bytes) -> name.endsWith(".js") ? sent(bytes) : bytes);
  }

  private static byte[] sent(byte[] module) {
    return ModuleText.sent(new String(module, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    String version = version();
    StaticFile page = new StaticFile(INDEX, index(version), CHECKED);
    for (String path : PATHS) {
      routes.add(route(path, page, Route.Audience.PAGE));
    }
    files.forEach(
        (name, bytes) -> {
          if (!name.equals(INDEX)) {
            StaticFile asset = new StaticFile(name, bytes, FOR_EVER);
            routes.add(route(ASSETS + version + "/" + name, asset, Route.Audience.ASSET));
          }
        });
    return routes;
  }

  private static Route route(String path, StaticFile file, Route.Audience audience) {
    return new Route(
        HttpMethods.GET,
        path,
        0,
        audience,
        call -> CompletableFuture.completedFuture(file.answer(call.request())));
  }

  private byte[] index(String version) {
    String text = new String(Objects.requireNonNull(files.get(INDEX)), StandardCharsets.UTF_8);
    return text.replace(ASSETS, ASSETS + version + "/").getBytes(StandardCharsets.UTF_8);
  }

  private String version() {
    MessageDigest digest = sha256();
    files.forEach(
        (name, bytes) -> {
          digest.update((name + '\n' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The files of the folder, in the jar or beside the classes. */
  private static Map<String, byte[]> files() {
    URL index =
        Objects.requireNonNull(Pages.class.getResource(FOLDER + INDEX), "the board is missing");
    Map<String, byte[]> files = new TreeMap<>();
    try {
      for (String name : names(index)) {
        try (InputStream file = Pages.class.getResourceAsStream(FOLDER + name)) {
          files.put(name, Objects.requireNonNull(file, name).readAllBytes());
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the board cannot be read from " + index, e);
    }
    return files;
  }

  private static List<String> names(URL index) throws IOException, URISyntaxException {
    URLConnection connection = index.openConnection();
    if (connection instanceof JarURLConnection jar) {
      String folder = FOLDER.substring(1);
      return jar.getJarFile().stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder))
          .map(name -> name.substring(folder.length()))
          .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
          .toList();
    }
    try (Stream<Path> all = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
      return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
