package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Texts;
import ticketd.wire.Language;

class ShellTest {
  /** A person who types these lines and then Ctrl-D. */
  private static final class Typist implements Console {
    private final Deque<String> lines;
    private final List<String> shown = new CopyOnWriteArrayList<>();

    Typist(String... lines) {
      this.lines = new ArrayDeque<>(List.of(lines));
    }

    @Override
    public Input read(String prompt, Purpose purpose) {
      return lines.isEmpty() ? new End() : new Typed(lines.remove());
    }

    @Override
    public void show(String line) {
      shown.add(line);
    }

    @Override
    public int width() {
      return 80;
    }

    @Override
    public void onInterrupt(Runnable action) {}

    @Override
    public void close() {}
  }

  @Test
  void shouldNotCallAConnectionLostThatIsOnlyNotReadyYet() throws Exception {
    Typist typist = new Typist("PING");
    Shell shell = new Shell(typist, new Painter(false), Texts.in(Language.EN));
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerAddress address = new ServerAddress("127.0.0.1", slow.getLocalPort());
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Thread person = new Thread(() -> status.complete(run(shell, address)), "person");
      person.start();
      await().until(() -> person.getState() == Thread.State.WAITING);
      try (Socket peer = slow.accept()) {
        BufferedReader requests =
            new BufferedReader(
                new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
        for (String reply : List.of("[OK] English", "[OK] PONG", "[OK] Bye...")) {
          requests.readLine();
          peer.getOutputStream().write((reply + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(status.get(60, TimeUnit.SECONDS)).isZero();
      }
    }
    assertThat(typist.shown).containsExactly("[OK] PONG", "Bye...");
  }

  private static int run(Shell shell, ServerAddress address) {
    try {
      return shell.run(address, Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
