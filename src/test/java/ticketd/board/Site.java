package ticketd.board;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import ticketd.testing.JarServer;

/** A server with its board, the browsers that look at it, and Zed, who has none. */
final class Site implements AutoCloseable {
  private final Chromium chromium;
  private final String base;
  private final Runnable stop;
  private final Supplier<JarServer> jar;
  private final Map<String, Browser> browsers = new LinkedHashMap<>();

  private Site(Chromium chromium, int port, Runnable stop, Supplier<JarServer> jar) {
    this.chromium = chromium;
    this.base = "http://127.0.0.1:" + port;
    this.stop = stop;
    this.jar = jar;
  }

  /** An open desk in a process of its own. */
  static Site open(Path folder) {
    Chromium chromium = Chromium.find();
    JarServer server = JarServer.start(folder);
    return new Site(chromium, server.port(), server::close, () -> server);
  }

  /** A server of this process, which {@code start} starts where there is a browser for it. */
  static Site at(Supplier<Started> start) {
    Chromium chromium = Chromium.find();
    Started started = start.get();
    return new Site(
        chromium,
        started.port(),
        started.stop(),
        () -> {
          throw new IllegalStateException("the server is no process");
        });
  }

  /** A server that listens. */
  record Started(int port, Runnable stop) {}

  String base() {
    return base;
  }

  JarServer server() {
    return jar.get();
  }

  /** Who names themselves Zed, to an open desk. */
  Api zed() {
    return Api.named(base, "Zed");
  }

  /** The browser of {@code name}, who says so to an open desk when it is opened. */
  Browser browser(String language, String name) {
    return browsers.computeIfAbsent(name, key -> chromium.browser(language, base).as(name));
  }

  /** The browser of somebody who has said nothing yet. */
  Browser stranger(String language) {
    return browsers.computeIfAbsent("", key -> chromium.browser(language, base));
  }

  /** What the consoles said of faults of ours, since this was last asked. */
  List<String> complaints() {
    return browsers.values().stream().flatMap(browser -> browser.complaints().stream()).toList();
  }

  @Override
  public void close() {
    browsers.values().forEach(Browser::close);
    stop.run();
  }
}
