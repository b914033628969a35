package ticketd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import ticketd.testing.Ports;

/**
 * What open streams of events cost a server, and how late a change comes: to one browser, and to so
 * many at once. Server and load are two processes that share the machine. Run by {@code mvn -Pbench
 * test -DskipTests -Dbench.main=ticketd.bench.EventStreams -Dbench="1000 60"}, where the numbers
 * are those of the streams and of the idle seconds.
 */
final class EventStreams {
  private static final int CHANGES_TO_ONE = 500;
  private static final int CHANGES_TO_ALL = 100;

  /** Until the code that shows changes is compiled. */
  private static final int WARM_UP = 200;

  private static final long CLOCK_TICKS_A_SECOND = 100;

  private EventStreams() {}

  public static void main(String[] args) throws Exception {
    int streams = Integer.parseInt(args[0]);
    int idleSeconds = Integer.parseInt(args[1]);
    try (Scratch scratch = Scratch.onDisk()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
      Process server = start(scratch.file("store"), address.getPort());
      try (ServerSide side = new ServerSide(server, address)) {
        System.out.println("load of the machine: " + Files.readString(Path.of("/proc/loadavg")));
        side.file(WARM_UP);
        try (StreamLoad one = StreamLoad.open(side.address, 1)) {
          side.measure(one, WARM_UP, 10);
          side.measure(one, CHANGES_TO_ONE, 20).print("one change in one stream");
        }
        side.printIdle("idle, without streams", idleSeconds);
        long before = side.liveBytes();
        try (StreamLoad all = StreamLoad.open(side.address, streams)) {
          side.measure(all, CHANGES_TO_ALL, 250);
          double busy = side.cpuSeconds();
          side.measure(all, CHANGES_TO_ALL, 250)
              .print(String.format(Locale.ROOT, "one change in %,d streams", streams));
          System.out.printf(
              Locale.ROOT,
              "the server's CPU: %.1f ms a change%n",
              1000 * (side.cpuSeconds() - busy) / CHANGES_TO_ALL);
          double each = (side.liveBytes() - before) / 1024.0 / streams;
          System.out.printf(Locale.ROOT, "heap: %.1f KiB a stream%n", each);
          side.printIdle("idle, with checkpoints", idleSeconds);
        }
        System.out.println("load of the machine: " + Files.readString(Path.of("/proc/loadavg")));
      }
    }
  }

  private static Process start(Path store, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "ticketd.Main",
            "server",
            "--port",
            Integer.toString(port),
            "--store",
            store.toString(),
            "--sync",
            "os")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The server, and a connection of lines that files tickets. */
  private static final class ServerSide implements AutoCloseable {
    private final Process process;
    private final InetSocketAddress address;
    private final Socket socket;
    private final BufferedReader replies;

    ServerSide(Process process, InetSocketAddress address) throws Exception {
      this.process = process;
      this.address = address;
      socket = connect(address);
      socket.setTcpNoDelay(true);
      replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      ask("IDENT bench");
    }

    /** Once the server has started. */
    private static Socket connect(InetSocketAddress address) throws Exception {
      while (true) {
        try {
          Socket socket = new Socket();
          socket.connect(address);
          return socket;
        } catch (ConnectException e) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
      }
    }

    private void ask(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      replies.readLine();
    }

    void file(int tickets) throws IOException {
      for (int i = 0; i < tickets; i++) {
        ask("SENDTICKET {\"title\":\"Disk full on web3\",\"tags\":[\"infra\"]}");
      }
    }

    /** Files tickets with pauses between; how late each comes to each stream. */
    StreamLoad.Lateness measure(StreamLoad load, int changes, int pauseMillis) throws Exception {
      StreamLoad.Lateness lateness = load.expect(changes);
      for (int i = 0; i < changes; i++) {
        lateness.begin(i);
        file(1);
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
      lateness.await();
      return lateness;
    }

    /** Of the server's live objects. */
    long liveBytes() throws IOException {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  "GC.class_histogram")
              .start();
      List<String> lines =
          new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))
              .lines()
              .toList();
      String total = lines.get(lines.size() - 1).strip();
      return Long.parseLong(total.split(" +", -1)[2]);
    }

    /** Used by the server since its start. */
    double cpuSeconds() throws IOException {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
          / CLOCK_TICKS_A_SECOND;
    }

    void printIdle(String what, int seconds) throws Exception {
      double before = cpuSeconds();
      TimeUnit.SECONDS.sleep(seconds);
      System.out.printf(
          Locale.ROOT, "%s: %.2f %% of a core%n", what, 100 * (cpuSeconds() - before) / seconds);
    }

    @Override
    public void close() throws IOException {
      socket.close();
      process.destroy();
      process.onExit().join();
    }
  }
}
