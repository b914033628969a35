package ticketd.board;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ticketd.testing.JarServer;

/** A real server with its board, the browsers that look at it, and Zed, who has none. */
final class Site implements AutoCloseable {
  private final Chromium chromium;
  private final JarServer server;
  private final List<Browser> browsers = new ArrayList<>();
  private final Api zed;

  private Site(Chromium chromium, JarServer server) {
    this.chromium = chromium;
    this.server = server;
    this.zed = new Api(base(), "Zed");
  }

  static Site open(Path folder) {
    Chromium chromium = Chromium.find();
    return new Site(chromium, JarServer.start(folder));
  }

  String base() {
    return "http://127.0.0.1:" + server.port();
  }

  JarServer server() {
    return server;
  }

  Api zed() {
    return zed;
  }

  /** A browser of {@code name}, who has said so. */
  Browser browser(String language, String name) {
    Browser browser = chromium.browser(language, base());
    browsers.add(browser);
    return browser.as(name);
  }

  /** Nobody's browser, which has loaded nothing yet. */
  Browser browser(String language) {
    Browser browser = chromium.browser(language, base());
    browsers.add(browser);
    return browser;
  }

  /** What the consoles said of faults of ours, since this was last asked. */
  List<String> complaints() {
    return browsers.stream().flatMap(browser -> browser.complaints().stream()).toList();
  }

  @Override
  public void close() {
    browsers.forEach(Browser::close);
    server.close();
  }
}
