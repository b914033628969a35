package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.testing.Jar;
import ticketd.testing.Processes;

/** The finished jar, run as a process of its own, with all it says. */
final class JarProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile(" ([^ ]+:(\\d+))\\.\\.\\.(?:\"})?$");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  private JarProcess(Process process) {
    this.process = process;
  }

  /** Runs the jar with these arguments and, beyond a bare environment, these variables. */
  static JarProcess run(Map<String, String> environment, String... arguments) {
    return run(environment, List.of(), UnaryOperator.identity(), arguments);
  }

  /** The same with options for the JVM, and with a change to how the process is started. */
  static JarProcess run(
      Map<String, String> environment,
      List<String> jvm,
      UnaryOperator<ProcessBuilder> change,
      String... arguments) {
    List<String> options = new ArrayList<>(List.of("-Xmx128m"));
    options.addAll(jvm);
    // In the C locale: what is written must be UTF-8 all the same.
    ProcessBuilder builder = Processes.builder(Jar.server(options, List.of(arguments)));
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    try {
      JarProcess running = new JarProcess(change.apply(builder).start());
      running.collect(running.process.getInputStream(), running.output);
      running.collect(running.process.getErrorStream(), running.errors);
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  /** The address in its first line, once it is there. */
  String address() {
    return listening(1);
  }

  int port() {
    return Integer.parseInt(listening(2));
  }

  private String listening(int group) {
    await()
        .until(
            () -> {
              assertThat(process.isAlive() || !output.isEmpty()).describedAs("%s", errors).isTrue();
              return !output.isEmpty();
            });
    Matcher matcher = LISTENING.matcher(output.get(0));
    assertThat(matcher.find()).describedAs(output.get(0)).isTrue();
    return matcher.group(group);
  }

  /** What it wrote so far on standard output, a line an element. */
  List<String> output() {
    return output;
  }

  List<String> errors() {
    return errors;
  }

  long pid() {
    return process.pid();
  }

  void signal(String name) {
    Processes.signal(name, process);
  }

  /** Its exit status, when it has ended and all it wrote is here. */
  int status() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .describedAs("it ends; it wrote %s %s", output, errors)
          .isTrue();
      for (Thread reader : readers) {
        reader.join(PATIENCE.toMillis());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    status();
  }
}
