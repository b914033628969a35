package ticketd.testing;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The grammar of replies in sections 2, 5 and 7 of the protocol. A line that begins with <code>{
 * </code> is JSON: no line of the text format does.
 */
public final class ReplyGrammar {
  /** The codes of the protocol, by name, so that no renamed one goes unseen. */
  public static final Set<String> CODES =
      Set.of(
          "bad-request",
          "unknown-command",
          "bad-text",
          "not-identified",
          "not-found",
          "conflict",
          "unavailable",
          "full",
          "in-doubt",
          "gone",
          "line-too-long",
          "not-this-protocol",
          "too-many-errors",
          "too-many-connections",
          "idle",
          "shutting-down",
          "forbidden");

  private static final Pattern REFUSAL = Pattern.compile("\\[ERR] ([a-z-]+): (.+)");
  private static final Pattern EVENT =
      Pattern.compile("! [1-9][0-9]* #[1-9][0-9]* \\[[^]]+] [a-z]+( .*)?");
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069"
              + "\\ufeff\\ufffe\\uffff]");

  private ReplyGrammar() {}

  /** Fails the test unless {@code line} is a data line, a status line or an event. */
  public static void check(String line) {
    if (FORBIDDEN.matcher(line).find()) {
      throw new AssertionError("a character that no line may hold: " + Json.quoted(line));
    }
    if (line.startsWith("{")) {
      checkJson(Json.object(line), line);
    } else if (line.startsWith("[")) {
      checkStatus(line);
    } else if (line.startsWith("!") && !EVENT.matcher(line).matches()) {
      throw new AssertionError("not an event: " + line);
    } else if (line.isEmpty()) {
      throw new AssertionError("an empty line");
    }
  }

  private static void checkStatus(String line) {
    if (line.equals("[OK]") || line.startsWith("[OK] ")) {
      return;
    }
    var refusal = REFUSAL.matcher(line);
    if (!refusal.matches() || !CODES.contains(refusal.group(1))) {
      throw new AssertionError("neither a data line nor a status line: " + line);
    }
  }

  private static void checkJson(Map<String, Object> object, String line) {
    Object ok = object.get("ok");
    boolean sound =
        ok == null
            ? Set.of("prompt", "id", "event", "verb").contains(object.keySet().iterator().next())
            : ok.equals(true)
                || (object.keySet().equals(Set.of("ok", "code", "message"))
                    && CODES.contains(Json.value(object, "code"))
                    && object.get("message") instanceof String text
                    && !text.isEmpty());
    if (!sound) {
      throw new AssertionError("no line of the protocol: " + line);
    }
  }

  /** Whether the line ends a reply. */
  public static boolean isStatus(String line) {
    return line.startsWith("[") || (line.startsWith("{") && Json.object(line).containsKey("ok"));
  }

  /** Whether the line says that the request was carried out. */
  public static boolean isOk(String status) {
    return status.startsWith("[OK]")
        || (status.startsWith("{") && Json.value(Json.object(status), "ok").equals(true));
  }

  /** Whether the line is an event; in JSON, HISTORY's data lines are so too. */
  public static boolean isEvent(String line) {
    return line.startsWith("! ") || line.startsWith("{\"event\":");
  }

  /** {@code OK}, or the code of the refusal. */
  public static String outcome(String status) {
    if (isOk(status)) {
      return "OK";
    }
    if (status.startsWith("{")) {
      return Json.value(Json.object(status), "code").toString();
    }
    var refusal = REFUSAL.matcher(status);
    if (!refusal.matches()) {
      throw new AssertionError("not a status line: " + status);
    }
    return refusal.group(1);
  }
}
