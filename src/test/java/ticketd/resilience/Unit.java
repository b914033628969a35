package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code config/ticketd@.service} says of how the server is started. */
record Unit(List<String> command) {
  private static final Path FILE = Path.of("config", "ticketd@.service");
  private static final Pattern JAVA_OPTS = Pattern.compile("\"JAVA_OPTS=([^\"]*)\"");

  static Unit read() {
    try {
      List<String> lines = Files.readAllLines(FILE);
      String command = value(lines, "ExecStart=");
      Matcher options = JAVA_OPTS.matcher(value(lines, "Environment="));
      if (!options.find()) {
        throw new AssertionError("no JAVA_OPTS in " + FILE);
      }
      return new Unit(words(command.replace("$JAVA_OPTS", options.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .reduce(
            (one, other) -> {
              throw new AssertionError(name + " twice in " + FILE);
            })
        .orElseThrow(() -> new AssertionError("no " + name + " in " + FILE));
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" +", -1));
  }

  /** The options of the JVM, settings apart. */
  String[] jvm() {
    return command.subList(1, command.indexOf("-jar")).stream()
        .filter(word -> !word.startsWith("-Dticketd."))
        .toArray(String[]::new);
  }

  /**
   * The whole command with another program, jar and configuration, for an instance.
   *
   * @param instance in the place of {@code %i}
   */
  List<String> command(String java, String jar, Path configuration, String instance) {
    return command.stream()
        .map(
            word ->
                switch (word) {
                  case "/usr/bin/java" -> java;
                  case "/usr/lib/ticketd/ticketd.jar" -> jar;
                  case "-Dticketd.config=/etc/ticketd/ticketd.conf" ->
                      "-Dticketd.config=" + configuration;
                  case "%i" -> instance;
                  default -> word;
                })
        .toList();
  }
}
