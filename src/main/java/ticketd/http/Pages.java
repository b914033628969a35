package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/**
 * The board's pages and what they are made of. {@code index.html} is every page; what it is made of
 * a browser may keep for ever, for its path has its version ({@link BoardFiles}).
 */
final class Pages {
  /** A page shows what its script makes of the address. */
  private static final List<String> PATHS =
      List.of(
          "/", "/board", "/t/{id}", "/new", "/stats", "/report", "/login", "/account", "/users");

  private static final String CHECKED = "no-cache";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final BoardFiles board;

  Pages() {
    this(BoardFiles.ofThisProgram());
  }

  Pages(BoardFiles board) {
    this.board = board;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    Map<String, SentFile> files = board.files();
    SentFile index = Objects.requireNonNull(files.get(BoardFiles.INDEX));
    StaticFile page = new StaticFile(BoardFiles.INDEX, index, CHECKED);
    for (String path : PATHS) {
      routes.add(route(path, page, Route.Audience.PAGE));
    }
    files.forEach(
        (name, file) -> {
          if (!name.equals(BoardFiles.INDEX)) {
            StaticFile asset = new StaticFile(name, file, FOR_EVER);
            String path = BoardFiles.ASSETS + board.version() + "/" + name;
            routes.add(route(path, asset, Route.Audience.ASSET));
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
}
