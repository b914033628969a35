package ticketd.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a node and its server, and lets things happen to what passes. */
public final class Proxy implements AutoCloseable {
  /** Who appends in the tests that plant a fault; no other question has the name. */
  static final String APPENDER = "alice";

  private enum Fault {
    NONE,
    CUT_BEFORE,
    HOLD_AFTER
  }

  private final ServerSocket door;
  private volatile int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
  private final Object answers = new Object();
  private boolean holdsAnswers;
  private Fault fault = Fault.NONE;
  private Runnable beforeAppend = () -> {};

  private Proxy(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  static Proxy to(int port) {
    try {
      Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket node = door.accept();
        lead(node);
      } catch (IOException e) {
        if (door.isClosed()) {
          return;
        }
      }
    }
  }

  private void lead(Socket node) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      node.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.addAll(List.of(node, server));
      start(() -> pass(node, server, true));
      start(() -> pass(server, node, false));
    } catch (IOException e) {
      // Nobody is there, as the node is to find out at once.
      close(node);
    }
  }

  private void pass(Socket from, Socket to, boolean questions) {
    byte[] piece = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (questions) {
          boolean append = isAppend(Arrays.copyOf(piece, read));
          if (append) {
            takeBeforeAppend().run();
          }
          if (append && take(Fault.CUT_BEFORE)) {
            break;
          } else if (append && take(Fault.HOLD_AFTER)) {
            hold(true);
          }
        } else {
          awaitLetThrough();
        }
        if (!lost.contains(from)) {
          out.write(piece, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side is gone, and so will be the other.
    }
    close(from);
    close(to);
  }

  private synchronized boolean take(Fault wanted) {
    boolean due = fault == wanted;
    fault = due ? Fault.NONE : fault;
    return due;
  }

  private synchronized Runnable takeBeforeAppend() {
    Runnable due = beforeAppend;
    beforeAppend = () -> {};
    return due;
  }

  private void awaitLetThrough() {
    synchronized (answers) {
      while (holdsAnswers) {
        try {
          answers.wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** While it does, whatever the server answers stays here. */
  public void hold(boolean holds) {
    synchronized (answers) {
      holdsAnswers = holds;
      answers.notifyAll();
    }
  }

  private static boolean isAppend(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(APPENDER);
  }

  /** The server gets the next append, and its answer waits here. */
  synchronized void holdAfterAppend() {
    fault = Fault.HOLD_AFTER;
  }

  /** The next append never reaches the server, and the connection is cut. */
  synchronized void cutBeforeAppend() {
    fault = Fault.CUT_BEFORE;
  }

  /** Something happens once the next append is under way, and before the server gets it. */
  synchronized void beforeAppend(Runnable happens) {
    beforeAppend = happens;
  }

  /** Whoever connects from now on is led to another server; those who are connected stay. */
  void lead(int port) {
    target = port;
  }

  /** Ends one direction of every connection there is: that to the server, or to the node. */
  public void halfClose(boolean towardsServer) {
    boolean isServers = false;
    for (Socket socket : open) {
      if (isServers == towardsServer) {
        shutdown(socket);
      }
      isServers = !isServers;
    }
  }

  private static void shutdown(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is gone already.
      return;
    }
  }

  /** How many connections there were so far, or since they were {@link #cut}. */
  int led() {
    return open.size() / 2;
  }

  /** Nothing arrives any more over the connections there are, and nobody is told; others do. */
  void lose() {
    lost.addAll(open);
  }

  /** Cuts every connection there is. */
  public void cut() {
    open.forEach(Proxy::close);
    open.clear();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hold(false);
    cut();
  }
}
