package ticketd.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process's arguments as UTF-8 whatever the locale is. The JVM decodes them by the locale's
 * encoding, and replaces what that cannot hold before anybody can see it; so they are read again
 * from Linux's {@code /proc}, where there is one, unless they are ASCII.
 *
 * @param arguments as they were given, in their order
 * @param malformed the first that is not UTF-8, shown with {@code \xE9} for such a byte
 */
public record Invocation(List<String> arguments, Optional<String> malformed) {
  /** What this process was started with, of which the JVM made {@code args}. */
  public static Invocation of(String[] args) throws IOException {
    List<String> decoded = List.of(args);
    if (areAscii(decoded)) {
      return new Invocation(decoded, Optional.empty());
    }
    List<byte[]> all = strings("cmdline");
    return all.size() < args.length
        ? new Invocation(decoded, Optional.empty())
        : read(all.subList(all.size() - args.length, all.size()));
  }

  /** The arguments that these bytes are. */
  static Invocation read(List<byte[]> raw) {
    List<String> arguments = new ArrayList<>();
    Optional<String> malformed = Optional.empty();
    for (byte[] each : raw) {
      arguments.add(new String(each, StandardCharsets.UTF_8));
      if (malformed.isEmpty() && !isUtf8(each)) {
        malformed = Optional.of(shown(each));
      }
    }
    return new Invocation(arguments, malformed);
  }

  /** The process's environment, decoded in the same way. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> environment = System.getenv();
    if (areAscii(environment.values())) {
      return environment;
    }
    List<byte[]> entries = strings("environ");
    if (entries.isEmpty()) {
      return environment;
    }
    Map<String, String> read = new HashMap<>();
    for (byte[] bytes : entries) {
      String entry = new String(bytes, StandardCharsets.UTF_8);
      int equals = entry.indexOf('=');
      if (equals > 0) {
        read.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return read;
  }

  /** Without lambdas: every command runs this, and each would cost it their link. */
  private static boolean areAscii(Collection<String> texts) {
    for (String text : texts) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= 0x80) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String shown(byte[] bytes) {
    StringBuilder shown = new StringBuilder();
    for (byte b : bytes) {
      shown.append(b >= 0 ? "" + (char) b : String.format("\\x%02X", b));
    }
    return shown.toString();
  }

  private static List<byte[]> strings(String name) throws IOException {
    Path file = Path.of("/proc/self", name);
    if (!Files.isReadable(file)) {
      return List.of();
    }
    List<byte[]> strings = new ArrayList<>();
    byte[] all = Files.readAllBytes(file);
    int from = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        strings.add(Arrays.copyOfRange(all, from, i));
        from = i + 1;
      }
    }
    return strings;
  }
}
