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
          "forbidden",
          "auth-failed",
          "tls-required",
          "revoked");

  private static final String JSON_STATUS = "{\"ok\":";
  private static final Pattern REFUSAL = Pattern.compile("\\[ERR] ([a-z-]+): (.+)");
  private static final Pattern EVENT =
      Pattern.compile("! [1-9][0-9]* #[1-9][0-9]* \\[[^]]+] [a-z]+( .*)?");

  private ReplyGrammar() {}

  /** Fails the test unless {@code line} is a data line, a status line or an event. */
  public static void check(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < 0x20 || c > 0x7e) && isForbidden(c)) {
        throw new AssertionError("a character that no line may hold: " + Json.quoted(line));
      }
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

  private static boolean isForbidden(char c) {
    return (c < 0x20 && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff
        || c >= 0xfffe;
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
    if ((ok != null) != line.startsWith(JSON_STATUS)) {
      throw new AssertionError("ok is not the first member: " + line);
    }
    boolean sound =
        ok == null
            ? Set.of("prompt", "id", "event", "verb", "group", "name")
                .contains(object.keySet().iterator().next())
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
    return line.startsWith("[") || line.startsWith(JSON_STATUS);
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
