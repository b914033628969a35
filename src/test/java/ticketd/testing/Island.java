package ticketd.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A host of the test's own on a network of the test's own: a namespace in which processes are
 * started, and links that lead there from here, or from another one. What holds it ends with this
 * process, and it and its links with that.
 */
public final class Island implements AutoCloseable {
  private static final int NUMBERS = 1 << 15;
  private static final int TRIES = 5;
  private static final String NEAR = "tkn";
  private static final String FAR = "tkf";
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(NUMBERS));

  private final Process holder;

  /** Ends of links to it that are here. */
  private final List<String> ends = new ArrayList<>();

  /**
   * A line between two hosts. While it is down nothing arrives, and nobody is told.
   *
   * @param address by which the near end reaches the far one
   */
  public record Link(Island far, String nearEnd, String farEnd, String address) {
    public void down() {
      Processes.run(far.within("ip", "link", "set", farEnd, "down"));
    }

    public void up() {
      Processes.run(far.within("ip", "link", "set", farEnd, "up"));
    }
  }

  private Island(Process holder) {
    this.holder = holder;
  }

  /** Skips the test, and says so, where the system allows no such thing. */
  public static Island create() {
    try {
      Process holder =
          Processes.builder("unshare", "-n", "sh", "-c", "ip link set lo up && echo up && exec cat")
              .redirectErrorStream(true)
              .start();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
      String first = said.readLine();
      if (!"up".equals(first)) {
        skip("no namespace of a network: " + first);
      }
      Island made = new Island(holder);
      made.linkOrSkip();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void skip(String why) {
    System.err.println("SKIPPED: " + why);
    Assumptions.abort(why);
  }

  /** Another kind of right than that to the namespace. */
  private void linkOrSkip() {
    try {
      Processes.run("nsenter", "-t", pid(), "-n", "true");
      link();
    } catch (AssertionError e) {
      close();
      skip("no links between networks: " + e.getMessage());
    }
  }

  private String pid() {
    return String.valueOf(holder.pid());
  }

  /** A command as it is to be run there. */
  public String[] within(String... command) {
    List<String> whole = new ArrayList<>(inside());
    whole.addAll(List.of(command));
    return whole.toArray(String[]::new);
  }

  /** What stands before a command that is to be run there. */
  public List<String> inside() {
    return List.of("nsenter", "-t", pid(), "-n", "--");
  }

  /** From the test's own host to this one. */
  public Link link() {
    Link link = linkFrom(List.of(), String.valueOf(ProcessHandle.current().pid()));
    ends.add(link.nearEnd());
    return link;
  }

  /** From another one to this one. */
  public Link linkFrom(Island near) {
    return linkFrom(near.inside(), near.pid());
  }

  private Link linkFrom(List<String> inNear, String nearPid) {
    int number = add(nearPid);
    // Of the addresses that are for tests alone (RFC 2544), four for each link.
    String network = "198." + (18 + (number >> 14)) + "." + (number >> 6 & 255) + ".";
    int first = (number & 63) * 4;
    String address = network + (first + 2);
    up(inNear, NEAR + number, network + (first + 1));
    up(inside(), FAR + number, address);
    return new Link(this, NEAR + number, FAR + number, address);
  }

  /** Under a number that no link of another process has here. */
  private int add(String nearPid) {
    AssertionError refusal = new AssertionError();
    for (int i = 0; i < TRIES; i++) {
      int number = NEXT.getAndIncrement() & NUMBERS - 1;
      try {
        Processes.run(
            "ip",
            "link",
            "add",
            NEAR + number,
            "netns",
            nearPid,
            "type",
            "veth",
            "peer",
            "name",
            FAR + number,
            "netns",
            pid());
        return number;
      } catch (AssertionError e) {
        refusal = e;
      }
    }
    throw refusal;
  }

  private static void up(List<String> there, String end, String address) {
    run(there, "ip", "address", "add", address + "/30", "dev", end);
    run(there, "ip", "link", "set", end, "up");
  }

  private static void run(List<String> there, String... command) {
    List<String> whole = new ArrayList<>(there);
    whole.addAll(List.of(command));
    Processes.run(Processes.builder(whole));
  }

  /** Nobody reaches it any more; it is gone with the last process in it. */
  @Override
  public void close() {
    ends.forEach(end -> Processes.run("ip", "link", "delete", end));
    ends.clear();
    holder.destroyForcibly();
    try {
      holder.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
