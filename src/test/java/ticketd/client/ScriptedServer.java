package ticketd.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import ticketd.client.link.ServerAddress;
import ticketd.testing.Threads;

/**
 * A server that says what a test wants it to, over a real socket. Requests that only set up a
 * connection (FORMAT, LANG, IDENT, PING) are answered by itself.
 */
public final class ScriptedServer implements AutoCloseable {
  /** Ends the connection in place of an answer. */
  public static final String HANG_UP = "(hang up)";

  /** Ends the connection in place of an answer, and refuses all that come after. */
  public static final String LEAVE = "(leave)";

  /** What is answered to a request; {@link #HANG_UP} and {@link #LEAVE} close. */
  public interface Script {
    /**
     * The lines to send, an LF behind each.
     *
     * @param connection 0 for the first
     * @param request as it came, its key included
     */
    List<String> answer(int connection, String request);
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private int connections;
  private CompletableFuture<Void> accepting = CompletableFuture.completedFuture(null);

  private ScriptedServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  public static ScriptedServer start(Script script) throws IOException {
    return start(InetAddress.getLoopbackAddress(), script);
  }

  /** At an address of this host, by which whoever connects may take it for another. */
  public static ScriptedServer start(InetAddress at, Script script) throws IOException {
    ScriptedServer server = new ScriptedServer(new ServerSocket(0, 50, at), script);
    server.accepting = CompletableFuture.runAsync(server::accept, Threads::start);
    return server;
  }

  public ServerAddress address() {
    return new ServerAddress(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  /** All requests but those answered by itself, as they came. */
  public List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        int number = connections++;
        Threads.start(() -> serve(peer, number));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket peer, int number) {
    try (peer;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
      peer.setTcpNoDelay(true);
      OutputStream out = peer.getOutputStream();
      boolean json = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        json |= line.equals("FORMAT json");
        if (line.matches("(FORMAT|LANG|IDENT|PING)( .*)?")) {
          out.write((json ? "{\"ok\":true}\n" : "[OK]\n").getBytes(StandardCharsets.UTF_8));
          continue;
        }
        requests.add(line);
        StringBuilder reply = new StringBuilder();
        boolean ends = false;
        for (String answer : script.answer(number, line)) {
          if (answer.equals(LEAVE)) {
            close();
          }
          ends |= answer.equals(HANG_UP) || answer.equals(LEAVE);
          reply.append(ends ? "" : answer + "\n");
        }
        out.write(reply.toString().getBytes(StandardCharsets.UTF_8));
        if (ends) {
          return;
        }
      }
    } catch (IOException e) {
      // The peer has gone first, as in many a test.
      return;
    }
  }

  /** From then on connections are refused: the kernel listens as long as a thread accepts. */
  @Override
  public void close() throws IOException {
    stop();
  }

  /** Closes it ahead of its end. */
  public void stop() throws IOException {
    socket.close();
    accepting.join();
  }
}
