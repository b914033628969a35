package ticketd.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import ticketd.testing.Ports;

/**
 * GET of one ticket over {@value #CONNECTIONS} kept-alive connections, a request at a time on each,
 * beside nginx and node that serve the same bytes: rounds in turns, medians, ratios. Run by {@code
 * mvn -Pbench test -DskipTests -Dbench.main=ticketd.bench.HttpReads -Dbench=5}; the number is that
 * of rounds. What is not installed is told and left out.
 */
final class HttpReads {
  private static final int CONNECTIONS = 16;
  private static final String PATH = "/api/v1/tickets/1";
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration START = Duration.ofSeconds(60);

  private static final String NODE =
      """
      const bytes = require('fs').readFileSync(process.argv[1]);
      require('http').createServer((request, response) => {
        response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': bytes.length});
        response.end(bytes);
      }).listen(Number(process.argv[2]), '127.0.0.1');
      """;

  private HttpReads() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length == 1 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 5;
    Map<String, Process> processes = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    Path folder = Files.createTempDirectory("ticketd-http-reads");
    try {
      int own = Ports.free();
      ports.put("ticketd", own);
      processes.put("ticketd", ticketd(folder, own));
      awaitPort(own);
      file(own);
      byte[] ticket = body(own);
      Path file = Files.write(folder.resolve("ticket.json"), ticket);
      System.out.println("GET " + PATH + ", " + ticket.length + " bytes");
      for (String other : List.of("nginx", "node")) {
        Optional<Path> program = program(other);
        if (program.isEmpty()) {
          System.out.println("NOT MEASURED: " + other + " is not installed");
          continue;
        }
        int port = Ports.free();
        ports.put(other, port);
        processes.put(
            other,
            other.equals("nginx")
                ? nginx(program.get(), folder, file, port)
                : start(program.get().toString(), "-e", NODE, file.toString(), "" + port));
        awaitPort(port);
        if (!Arrays.equals(body(port), ticket)) {
          throw new IllegalStateException(other + " serves other bytes");
        }
      }
      measure(ports, rounds);
    } finally {
      processes.values().forEach(Process::destroy);
      for (Process process : processes.values()) {
        process.waitFor();
      }
      try (var files = Files.walk(folder)) {
        for (Path left : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(left);
        }
      }
    }
  }

  private static void measure(Map<String, Integer> ports, int rounds) throws InterruptedException {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> each : ports.entrySet()) {
      rate(each.getValue(), WARM_UP);
      rates.put(each.getKey(), new ArrayList<>());
    }
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Integer> each : ports.entrySet()) {
        double rate = rate(each.getValue(), ROUND);
        rates.getOrDefault(each.getKey(), List.of()).add(rate);
        System.out.printf("round %d %-8s %8.0f /s%n", round, each.getKey(), rate);
      }
    }
    double own = median(rates.getOrDefault("ticketd", List.of()));
    rates.forEach(
        (name, of) ->
            System.out.printf(
                "%-8s median %8.0f /s, ticketd is %.2f of it%n",
                name, median(of), own / median(of)));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Answers a second. */
  private static double rate(int port, Duration length) throws InterruptedException {
    AtomicLong answers = new AtomicLong();
    long begun = System.nanoTime();
    long end = begun + length.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(() -> answers.addAndGet(asking(port, end)));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answers.get() * 1e9 / (System.nanoTime() - begun);
  }

  private static long asking(int port, long end) {
    try (Connection connection = new Connection(port)) {
      long answers = 0;
      while (System.nanoTime() < end) {
        connection.get();
        answers++;
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for the ticket again and again. */
  private static final class Connection implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] request;
    private final byte[] line = new byte[8192];

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
      request =
          ("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] get() throws IOException {
      out.write(request);
      int length = -1;
      boolean isFirst = true;
      for (int size = readLine(); size > 0; size = readLine()) {
        if (isFirst && !new String(line, 0, size, StandardCharsets.US_ASCII).contains(" 200 ")) {
          throw new IOException(new String(line, 0, size, StandardCharsets.US_ASCII));
        }
        isFirst = false;
        if (isLength(size)) {
          length =
              Integer.parseInt(
                  new String(line, LENGTH.length, size - LENGTH.length, StandardCharsets.US_ASCII)
                      .strip());
        }
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new IOException("the connection ended");
      }
      return body;
    }

    private boolean isLength(int size) {
      for (int i = 0; i < LENGTH.length; i++) {
        if (i >= size || Character.toLowerCase((char) line[i]) != LENGTH[i]) {
          return false;
        }
      }
      return true;
    }

    private int readLine() throws IOException {
      int size = 0;
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the connection ended");
        }
        line[size++] = (byte) next;
      }
      return size - 1;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static byte[] body(int port) throws IOException {
    try (Connection connection = new Connection(port)) {
      return connection.get();
    }
  }

  private static void file(int port) throws IOException {
    String body = "Disk full on web3\n\nSince this morning; the log says so every minute.\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                      + "Authorization: Basic anVsZXM6\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 201 ")) {
        throw new IOException(answer);
      }
    }
  }

  // Processes

  private static Process ticketd(Path folder, int port) throws IOException {
    return start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "ticketd.Main",
        "--port",
        "" + port,
        "--store",
        folder.resolve("tickets").toString());
  }

  private static Process nginx(Path program, Path folder, Path file, int port) throws IOException {
    StringBuilder temporary = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      temporary.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
    }
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes auto;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              sendfile on;
              tcp_nopush on;
              open_file_cache max=10;
              %2$s
              server {
                listen 127.0.0.1:%3$d;
                location = %4$s { default_type application/json; alias %5$s; }
              }
            }
            """
                .formatted(folder, temporary, port, PATH, file));
    // Its workers are another user's when it is root's: they must reach the file.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return start(
        program.toString(),
        "-c",
        configuration.toString(),
        "-e",
        folder.resolve("error.log").toString());
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Optional<Path> program(String name) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void awaitPort(int port) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("nothing listens on port " + port);
  }
}
