package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/**
 * One person's Chromium. What a page shows is asked by script, in one step, since it changes by
 * itself; what a person does goes through real keys and a real pointer.
 */
final class Browser implements AutoCloseable {
  /**
   * The texts whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3), by the
   * formula of relative luminance.
   */
  private static final String PALE =
      """
      (() => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        const rgba = (colour) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
          .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (el) => {
          for (let at = el; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour;
          }
          return [255, 255, 255];
        };
        const pale = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const el = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !el.checkVisibility() || el.closest('noscript, svg, .unseen')) continue;
          const [a, b] = [light(rgba(getComputedStyle(el).color)), light(behind(el))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5) pale.push(`${el.className || el.tagName} ${contrast.toFixed(2)} ${texts.currentNode.data}`);
        }
        return pale;
      })()""";

  /** Looks in the page for a second at most: each look from here costs more than the page needs. */
  private static final String LOOK =
      """
      const done = arguments[arguments.length - 1];
      const end = performance.now() + 1000;
      const look = () => {
        try {
          const is = !!(EXPRESSION);
          if (is || performance.now() > end) done(is); else setTimeout(look, 10);
        } catch (e) {
          done(String(e));
        }
      };
      look();""";

  private final ChromeDriver driver;
  private final String base;

  private Browser(ChromeDriver driver, String base) {
    this.driver = driver;
    this.base = base;
  }

  static Browser open(ChromeDriverService service, File chromium, String language, String base) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--accept-lang=" + language,
        "--window-size=1280,800");
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    Browser browser = new Browser(new ChromeDriver(service, options), base);
    browser.size(1280, 800);
    return browser;
  }

  /** Says who one is, and waits until the board is live. */
  Browser as(String name) {
    go("/login");
    awaitTrue("document.querySelector('main input')");
    type(name, Keys.ENTER);
    awaitText(".me", name);
    return this;
  }

  /** Loads a page and waits until it is live. */
  Browser go(String path) {
    driver.get(base + path);
    awaitLive();
    return this;
  }

  /** Loads a page and waits for nothing. */
  void load(String path) {
    driver.get(base + path);
  }

  void awaitLive() {
    awaitTrue("document.querySelector('main > *') && document.querySelector('button.live.live')");
    awaitTrue("document.querySelector('#top .live').className === 'live live'");
  }

  void reload() {
    driver.navigate().refresh();
    awaitLive();
  }

  /** What an expression is in the page. */
  Object js(String expression, Object... arguments) {
    return Objects.requireNonNullElse(
        driver.executeScript("return " + expression, arguments), "null");
  }

  /** What a promise of the page comes to. */
  Object promised(String expression) {
    return Objects.requireNonNullElse(
        driver.executeAsyncScript(
            "const done = arguments[0]; (" + expression + ").then(done, (e) => done(String(e)));"),
        "null");
  }

  boolean isTrue(String expression) {
    return Boolean.TRUE.equals(js("!!(" + expression + ")"));
  }

  /** Waits until an expression in the page is true. */
  void awaitTrue(String expression) {
    patience().alias(expression).until(() -> becomes(expression));
  }

  private boolean becomes(String expression, Object... arguments) {
    Object is = driver.executeAsyncScript(LOOK.replace("EXPRESSION", expression), arguments);
    if (is instanceof String thrown) {
      throw new AssertionError(expression + ": " + thrown);
    }
    return Boolean.TRUE.equals(is);
  }

  /**
   * What is looked at in a page that is left meanwhile is looked at again in the next one: the
   * driver calls such a script failed or, though its time is not over, late.
   */
  private static ConditionFactory patience() {
    return await()
        .ignoreExceptionsMatching(
            e -> e instanceof JavascriptException || e instanceof ScriptTimeoutException);
  }

  /** Waits for what the page sees; the assertion tells what is there where it does not come. */
  private static void awaitSeen(BooleanSupplier seen, ThrowingRunnable assertion) {
    patience()
        .untilAsserted(
            () -> {
              if (!seen.getAsBoolean()) {
                assertion.run();
              }
            });
  }

  /** The text of the first that matches, "" where there is none. */
  String text(String selector) {
    return String.valueOf(js("document.querySelector(arguments[0])?.textContent ?? ''", selector));
  }

  void awaitText(String selector, String part) {
    String contains =
        "(document.querySelector(arguments[0])?.textContent ?? '').includes(arguments[1])";
    awaitSeen(
        () -> becomes(contains, selector, part),
        () -> assertThat(text(selector)).describedAs(selector).contains(part));
  }

  int count(String selector) {
    return ((Number) js("document.querySelectorAll(arguments[0]).length", selector)).intValue();
  }

  void awaitCount(String selector, int count) {
    String counts = "document.querySelectorAll(arguments[0]).length === arguments[1]";
    awaitSeen(
        () -> becomes(counts, selector, count),
        () -> assertThat(count(selector)).describedAs(selector).isEqualTo(count));
  }

  /** Keys to whatever has the focus. */
  Browser type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    return this;
  }

  Browser control(CharSequence key) {
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys(key).keyUp(Keys.CONTROL).perform();
    return this;
  }

  /** A page that draws it anew between the look and the click takes none: then once more. */
  void click(String selector) {
    awaitCount(selector + ":not([hidden])", 1);
    await()
        .ignoreException(StaleElementReferenceException.class)
        .untilAsserted(() -> element(selector).click());
  }

  void hover(String selector) {
    new Actions(driver).moveToElement(element(selector)).perform();
  }

  void drag(String from, String to) {
    new Actions(driver).dragAndDrop(element(from), element(to)).perform();
  }

  /** From the middle of the first that matches, sideways. */
  void drag(String from, int x) {
    new Actions(driver).clickAndHold(element(from)).moveByOffset(x, 0).release().perform();
  }

  /** At so many pixels from its left edge, halfway down. */
  void clickAt(String selector, int x) {
    WebElement element = element(selector);
    int middle = element.getSize().getWidth() / 2;
    new Actions(driver).moveToElement(element, x - middle, 0).click().perform();
  }

  void focus(String selector) {
    js("document.querySelector(arguments[0]).focus()", selector);
  }

  /** As a person chooses, whose keys a closed list takes differently everywhere. */
  void choose(String select, String value) {
    js(
        "void ((s, value) => { s.value = value; s.dispatchEvent(new Event('change', { bubbles: true })); })"
            + "(document.querySelector(arguments[0]), arguments[1])",
        select,
        value);
  }

  WebElement element(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void media(String type, String scheme) {
    emulate(type, "prefers-color-scheme", scheme);
  }

  /** Whether whoever looks asked their system for less motion. */
  void motion(boolean reduced) {
    emulate("screen", "prefers-reduced-motion", reduced ? "reduce" : "no-preference");
  }

  private void emulate(String type, String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("media", type, "features", List.of(Map.of("name", feature, "value", value))));
  }

  /** A script that runs in every page of this tab before its own. */
  void before(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  String newTab() {
    driver.switchTo().newWindow(WindowType.TAB);
    return driver.getWindowHandle();
  }

  String tab() {
    return driver.getWindowHandle();
  }

  void to(String tab) {
    driver.switchTo().window(tab);
  }

  /** Closes this tab; another has to be chosen. */
  void closeTab() {
    driver.close();
  }

  /** One page back. */
  void back() {
    driver.navigate().back();
  }

  String path() {
    return String.valueOf(js("location.pathname + location.search"));
  }

  /** The texts that are hard to read where they stand. */
  Object pale() {
    return js(PALE);
  }

  /** How wide the page is, in pixels, what stands beside the window with it. */
  long width() {
    return (long) js("document.documentElement.scrollWidth");
  }

  /** A picture of a page for the document, in the light or the dark theme. */
  void picture(String page, String scheme, String name) {
    media("screen", scheme);
    if (page.equals("/login")) {
      load(page);
    } else {
      go(page);
    }
    awaitTrue("document.querySelector('.row, .card, article, figure, main form')");
    js("void document.activeElement.blur()");
    screenshot(Picture.FOLDER.resolve(name + ".png"));
    media("screen", "light");
  }

  private void screenshot(Path file) {
    Map<String, Object> shot =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
    try {
      Picture.write(Base64.getDecoder().decode(String.valueOf(shot.get("data"))), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the console said since the last time, without what Chromium logs of refused requests. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains(" - Failed to load resource: "))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
