package ticketd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The finished jar, {@code -Dticketd.jar}, in command lines that start quickly: the build has left
 * an archive of its classes, parsed, beside it, without which a process takes a second more.
 */
public final class Jar {
  private Jar() {}

  public static Path path() {
    return Path.of(System.getProperty("ticketd.jar"));
  }

  /** The program, with options for a process that lives for seconds. */
  public static List<String> java() {
    List<String> java = new ArrayList<>(List.of(program()));
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 24) {
      // Else the JVM itself warns, on standard error, of what Pekko uses (JEP 498).
      java.add("--sun-misc-unsafe-memory-access=allow");
    }
    return java;
  }

  public static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A command of the client. */
  public static List<String> client(String... arguments) {
    return command("client", List.of(), List.of(arguments));
  }

  /** The server, or what else the jar does with the server's classes. */
  public static List<String> server(List<String> jvm, List<String> arguments) {
    return command("server", jvm, arguments);
  }

  /** A main class of the tests that runs the jar's classes. */
  public static List<String> main(Class<?> main, List<String> jvm, List<String> arguments) {
    List<String> command = java();
    command.addAll(sharedClasses("server"));
    command.addAll(jvm);
    // An archive fits a class path that begins with the one it was made for.
    command.addAll(List.of("-cp", path() + ":" + location(main), main.getName()));
    command.addAll(arguments);
    return command;
  }

  private static String location(Class<?> of) {
    return of.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static List<String> command(String kind, List<String> jvm, List<String> arguments) {
    List<String> command = java();
    command.addAll(sharedClasses(kind));
    command.addAll(jvm);
    command.addAll(List.of("-jar", path().toString()));
    command.addAll(arguments);
    return command;
  }

  /**
   * Options that make the JVM take classes from the build's archive, of the {@code client} or of
   * the {@code server}; none where there is no archive. The JVM passes over one that does not fit.
   */
  public static List<String> sharedClasses(String kind) {
    Path folder = path().resolveSibling("class-data");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("-" + kind + ".jsa"))
          .filter(file -> isNewerThanTheJar(file))
          .findAny()
          .map(archive -> List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"))
          .orElse(List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNewerThanTheJar(Path archive) {
    try {
      return Files.size(archive) > 0
          && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(path())) >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
