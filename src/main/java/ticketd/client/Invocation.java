package ticketd.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and the environment as UTF-8 where the locale is not: in the locale {@code C} the
 * JVM replaces what is not ASCII before anybody can see it, so it is read again from Linux's {@code
 * /proc}.
 */
final class Invocation {
  private static final char REPLACEMENT = '\uFFFD';

  private Invocation() {}

  /** The process's arguments, of which the JVM made {@code args}. */
  static String[] arguments(String[] args) throws IOException {
    if (Arrays.stream(args).noneMatch(arg -> arg.indexOf(REPLACEMENT) >= 0)) {
      return args;
    }
    List<String> all = strings("cmdline");
    return all.size() < args.length
        ? args
        : all.subList(all.size() - args.length, all.size()).toArray(String[]::new);
  }

  /** The process's environment. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> environment = System.getenv();
    boolean whole =
        environment.entrySet().stream()
            .noneMatch(e -> e.getKey().startsWith("TICKETD_") && isMangled(e.getValue()));
    if (whole) {
      return environment;
    }
    Map<String, String> read = new HashMap<>();
    for (String entry : strings("environ")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        read.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return read;
  }

  private static boolean isMangled(String value) {
    return value.indexOf(REPLACEMENT) >= 0;
  }

  private static List<String> strings(String name) throws IOException {
    Path file = Path.of("/proc/self", name);
    if (!Files.isReadable(file)) {
      return List.of();
    }
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return all.isEmpty() ? List.of() : List.of(all.substring(0, all.length() - 1).split("\0", -1));
  }
}
