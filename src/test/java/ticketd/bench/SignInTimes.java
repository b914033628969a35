package ticketd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import ticketd.server.RunningServer;
import ticketd.server.TicketServer;
import ticketd.testing.ClosedDesk;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;

/**
 * What strangers learn, and what they cost others: how long a wrong password takes of a name that
 * there is and of one that there is not, in turns, each from a source of its own; and how long a
 * PING of somebody signed in takes while connections flood the server before AUTH and passwords are
 * guessed as fast as it takes them. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.SignInTimes -Dbench="200 10"}, where the numbers are those of the
 * tries of each kind and of the seconds of the flood. Linux, where all of 127.0.0.0/8 is the host's
 * own.
 */
final class SignInTimes {
  private static final int FLOODERS = 8;
  private static final int PING_MILLIS = 10;

  /** Each source is used once: guesses cost the source, and would be refused unhashed. */
  private static final AtomicInteger SOURCES = new AtomicInteger();

  private final InetSocketAddress address;

  private SignInTimes(InetSocketAddress address) {
    this.address = address;
  }

  public static void main(String[] args) throws Exception {
    int tries = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    try (Scratch scratch = Scratch.inMemory()) {
      Path folder = scratch.directory();
      ClosedDesk desk = ClosedDesk.in(folder);
      // With passwords at the cost that is delivered.
      RunningServer server =
          TicketServer.start(
              TestServer.Setup.in(folder).speaking(Locale.ENGLISH).settings(), new QuietLog());
      SignInTimes times = new SignInTimes(server.address());
      times.names(tries);
      times.flood(seconds, desk.token("Ana"));
      server.stop(Duration.ZERO).toCompletableFuture().join();
    }
  }

  /** One connection, from a source that was not there before. */
  private final class Peer implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader in;

    Peer() throws IOException {
      int source = SOURCES.incrementAndGet();
      socket.bind(
          new InetSocketAddress(
              "127."
                  + (1 + source / 62_500)
                  + "."
                  + (source / 250) % 250
                  + "."
                  + (2 + source % 250),
              0));
      socket.setTcpNoDelay(true);
      socket.connect(address);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    String ask(String line) throws IOException {
      send(line);
      return String.valueOf(in.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String guess(String name) {
    return "AUTH {\"name\":\"" + name + "\",\"password\":\"guessed, and wrong\"}";
  }

  private void names(int tries) throws IOException {
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = -5; i < tries; i++) {
      long ofKnown = nanos("Jules");
      long ofUnknown = nanos("Nobody");
      if (i >= 0) {
        known.add(ofKnown);
        unknown.add(ofUnknown);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "a wrong password, median of %d: of a known name %.1f ms, of an unknown one %.1f ms, ratio %.3f%n",
        tries,
        median(known) / 1e6,
        median(unknown) / 1e6,
        (double) median(known) / median(unknown));
  }

  private long nanos(String name) throws IOException {
    try (Peer peer = new Peer()) {
      peer.ask("PING");
      long began = System.nanoTime();
      String answer = peer.ask(guess(name));
      long took = System.nanoTime() - began;
      if (!answer.startsWith("[ERR] auth-failed")) {
        throw new IllegalStateException(answer);
      }
      return took;
    }
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private void flood(int seconds, String token) throws Exception {
    Histogram quiet = new Histogram(3);
    Histogram flooded = new Histogram(3);
    LongAdder connections = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    try (Peer signedIn = new Peer()) {
      signedIn.ask("AUTH " + token);
      pings(signedIn, seconds, quiet);
      List<Thread> flooders = new ArrayList<>();
      for (int i = 0; i < FLOODERS; i++) {
        Thread thread = new Thread(() -> flood(over, connections), "flooder");
        thread.start();
        flooders.add(thread);
      }
      pings(signedIn, seconds, flooded);
      over.set(true);
      for (Thread thread : flooders) {
        thread.join();
      }
    }
    print("alone", quiet);
    print("beside the flood", flooded);
    System.out.printf(
        Locale.ROOT, "connections of the flood: %,d a second%n", connections.sum() / seconds);
  }

  private static void print(String when, Histogram pings) {
    System.out.printf(
        Locale.ROOT,
        "PING %s: median %.1f ms, p99 %.1f ms, longest %.1f ms%n",
        when,
        pings.getValueAtPercentile(50) / 1e6,
        pings.getValueAtPercentile(99) / 1e6,
        pings.getMaxValue() / 1e6);
  }

  private static void pings(Peer peer, int seconds, Histogram times) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0) {
      long began = System.nanoTime();
      peer.ask("PING");
      times.recordValue(System.nanoTime() - began);
      Thread.sleep(PING_MILLIS);
    }
  }

  /** Connects, guesses, keeps the last ones open, until it is over. */
  private void flood(AtomicBoolean over, LongAdder connections) {
    List<Peer> open = new ArrayList<>();
    try {
      while (!over.get()) {
        try {
          Peer peer = new Peer();
          open.add(peer);
          peer.send(guess("Jules"));
        } catch (SocketException e) {
          // It gave way to another.
        }
        connections.increment();
        if (open.size() > 100) {
          open.remove(0).close();
        }
      }
      for (Peer peer : open) {
        peer.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
