package ticketd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.Histogram;
import ticketd.client.link.Encryption;
import ticketd.client.link.ServerAddress;
import ticketd.client.load.Load;
import ticketd.client.load.LoadLoop;
import ticketd.testing.Authority;
import ticketd.testing.TlsPeer;
import ticketd.testing.TlsTunnel;
import ticketd.tls.Credentials;

/**
 * What TLS costs beside plain text, over one server and in one run: rates of PING, LIST and filing
 * in rounds that take turns, the heap of an idle connection, and how long others wait while
 * handshakes are computed. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.TlsTimes -Dbench="5 200000 1000 5"}, where the numbers are those of
 * the rounds, of the requests in each, of the idle connections and of the seconds of handshakes.
 */
final class TlsTimes {
  private static final int[][] SHAPES = {{16, 1}, {64, 16}};
  private static final int ROWS = 10;

  /** A request that takes so much longer than PING is sent so much less often. */
  private static final int LIST_SHARE = 4;

  private static final int SHAKERS = 4;

  private final ServerProcess server;
  private final InetSocketAddress address;
  private final ServerAddress plain;
  private final ServerAddress tls;
  private final SSLContext client;

  private TlsTimes(ServerProcess server, Authority authority) {
    this.server = server;
    this.plain = server.address();
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), plain.port());
    this.tls = plain.over(Encryption.trusting(List.of(authority.certificate())));
    this.client = TlsTunnel.trusting(authority.certificate());
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    int requests = Integer.parseInt(args[1]);
    int idle = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    Authority authority = Authority.create("bench");
    Credentials pair = authority.issue("127.0.0.1");
    try (Scratch scratch = Scratch.inMemory()) {
      try (ServerProcess server =
          ServerProcess.start(
              scratch.file("store"),
              "--tls-cert=" + Authority.writeChain(pair, scratch.file("chain.pem")),
              "--tls-key=" + Authority.writeKey(pair, scratch.file("key.pem")))) {
        TlsTimes times = new TlsTimes(server, authority);
        MachineLoad.print();
        times.rates(rounds, requests);
        times.heap(idle);
        times.handshakes(seconds);
        MachineLoad.print();
      }
    }
  }

  private void rates(int rounds, int requests) throws Exception {
    String file = "SENDTICKET {\"title\":\"Disk full on web3\",\"tags\":[\"infra\"]}";
    rate(plain, file, 1, 1, ROWS);
    for (String request : List.of("PING", "LIST limit:" + ROWS, file)) {
      int each = request.startsWith("LIST") ? requests / LIST_SHARE : requests;
      for (int[] shape : SHAPES) {
        double[] plains = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = -1; round < rounds; round++) {
          double inPlain = rate(plain, request, shape[0], shape[1], each);
          double overTls = rate(tls, request, shape[0], shape[1], each);
          if (round >= 0) {
            plains[round] = inPlain;
            ratios[round] = overTls / inPlain;
          }
        }
        Arrays.sort(plains);
        Arrays.sort(ratios);
        System.out.printf(
            Locale.ROOT,
            "%-10s %d x %d: plain %,.0f/s, TLS %.2f of it (%.2f to %.2f)%n",
            request.split(" ", -1)[0],
            shape[0],
            shape[1],
            plains[rounds / 2],
            ratios[rounds / 2],
            ratios[0],
            ratios[rounds - 1]);
      }
    }
  }

  private static double rate(
      ServerAddress to, String request, int connections, int depth, long requests)
      throws Exception {
    Load load = new Load(to, "IDENT bench\n", 1, request, connections, depth, requests);
    try (LoadLoop loop = LoadLoop.open(load, done -> {})) {
      return loop.run().requestsPerSecond();
    }
  }

  private void heap(int connections) throws Exception {
    long none = server.liveBytes();
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Socket socket = new Socket(address.getAddress(), address.getPort());
      socket.getOutputStream().write("PING\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readNBytes("[OK] PONG\n".length());
      open.add(socket);
    }
    long some = server.liveBytes();
    for (int i = 0; i < connections; i++) {
      TlsPeer peer = TlsPeer.connect(client, address).handshake();
      peer.send("PING\n").line();
      open.add(peer);
    }
    long all = server.liveBytes();
    System.out.printf(
        Locale.ROOT,
        "heap of an idle connection: plain %.1f KiB, TLS %.1f KiB%n",
        (some - none) / 1024.0 / connections,
        (all - some) / 1024.0 / connections);
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** As many handshakes as there can be, while one plain connection asks every millisecond. */
  private void handshakes(int seconds) throws Exception {
    print("PING of others, alone", others(seconds), Optional.empty());
    AtomicBoolean over = new AtomicBoolean();
    LongAdder done = new LongAdder();
    List<Thread> shakers = new ArrayList<>();
    for (int i = 0; i < SHAKERS; i++) {
      Thread shaker = new Thread(() -> shake(over, done), "shaker");
      shaker.start();
      shakers.add(shaker);
    }
    Histogram waits = others(seconds);
    over.set(true);
    for (Thread shaker : shakers) {
      shaker.join();
    }
    print("PING of others, beside handshakes", waits, Optional.of(done.sum() / seconds));
  }

  /** Each anew: an engine that is told no peer has no session to take up. */
  private void shake(AtomicBoolean over, LongAdder done) {
    while (!over.get()) {
      try (TlsPeer peer = TlsPeer.connect(client, address)) {
        peer.handshake().send("PING\n").line();
        done.increment();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Histogram others(int seconds) throws Exception {
    Histogram waits = new Histogram(3);
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() - end < 0) {
        long begun = System.nanoTime();
        socket.getOutputStream().write("PING\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readNBytes("[OK] PONG\n".length());
        waits.recordValue(System.nanoTime() - begun);
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    return waits;
  }

  private static void print(String what, Histogram waits, Optional<Long> handshakes) {
    System.out.printf(
        Locale.ROOT,
        "%s: median %.2f ms, p99 %.2f ms%s%n",
        what,
        waits.getValueAtPercentile(50) / 1e6,
        waits.getValueAtPercentile(99) / 1e6,
        handshakes.map(rate -> ", " + rate + " handshakes a second").orElse(""));
  }
}
