package ticketd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import ticketd.client.link.ServerAddress;
import ticketd.client.load.Load;
import ticketd.client.load.LoadLoop;
import ticketd.client.load.LoadResult;

/** A server in a process of its own, at a free port of the host itself. */
final class ServerProcess implements AutoCloseable {
  private static final long A_SEGMENT = 1024;

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private ServerProcess(Process process, BufferedReader out, int port) {
    this.process = process;
    this.out = out;
    this.port = port;
  }

  /** In English, with {@code sync = os} and these options; it listens when this returns. */
  static ServerProcess start(Path store, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "ticketd.Main",
                "server",
                "--port=0",
                "--lang=en",
                "--sync=os",
                "--store=" + store));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = String.valueOf(out.readLine());
    Thread drained = new Thread(() -> out.lines().forEach(line -> {}), "log");
    drained.setDaemon(true);
    drained.start();
    return new ServerProcess(
        process, out, Integer.parseInt(first.replaceAll(".*:(\\d+)\\.\\.\\.", "$1")));
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", port);
  }

  /**
   * Requests a second of this load.
   *
   * @param preamble one request, sent first on each connection
   */
  double rate(String preamble, String request, int connections, int depth, long requests)
      throws IOException, InterruptedException {
    return load(preamble, request, connections, depth, requests).requestsPerSecond();
  }

  /** The same with how long each took. */
  LoadResult load(String preamble, String request, int connections, int depth, long requests)
      throws IOException, InterruptedException {
    Load load = new Load(address(), preamble + "\n", 1, request, connections, depth, requests);
    try (LoadLoop loop = LoadLoop.open(load, done -> {})) {
      LoadResult result = loop.run();
      if (result.errors() > 0) {
        throw new IllegalStateException(request + ": " + result.firstError());
      }
      return result;
    }
  }

  /** The last of so many lines, in which these requests are answered. */
  String lastOf(String requests, int lines) throws IOException {
    try (Socket socket = new Socket(address().host(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write((requests + "\n").getBytes(StandardCharsets.UTF_8));
      String line = "";
      for (int i = 0; i < lines; i++) {
        line = String.valueOf(in.readLine());
      }
      return line;
    }
  }

  /** How many of the last events are in no segment of the text index. */
  long searchBehind(String preamble) throws IOException {
    return Long.parseLong(
        lastOf(preamble + "\nFORMAT json\nSTATS", 3)
            .replaceAll(".*\"searchBehind\":(\\d+).*", "$1"));
  }

  /** Returns when nothing is left that a segment is made of, so that this takes no CPU. */
  void awaitIndex(String preamble) throws IOException {
    while (searchBehind(preamble) >= A_SEGMENT) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Bytes of its heap that can be reached. */
  long liveBytes() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid()),
                "GC.class_histogram")
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> all = lines.lines().toList();
      return Long.parseLong(all.get(all.size() - 1).strip().split(" +", -1)[2]);
    }
  }

  /** What it has taken of the processors by now. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() throws IOException {
    // Process.destroy closes the stream under its reader.
    process.toHandle().destroy();
    process.onExit().join();
    out.close();
  }
}
