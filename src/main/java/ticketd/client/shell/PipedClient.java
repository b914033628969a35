package ticketd.client.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import ticketd.client.link.Broken;
import ticketd.client.link.Connection;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.ticket.Identity;
import ticketd.wire.Language;
import ticketd.wire.Verb;

/**
 * The interactive client without a terminal. Requests are sent as fast as they can be read, by a
 * thread of their own, while this one prints the replies in order: however long the input is,
 * neither side waits for the other. A dialogue goes out only when its two lines are there, so that
 * input that ends too early files nothing.
 */
final class PipedClient {
  /** Requests sent and not answered; beyond it reading waits. */
  private static final int MAX_UNANSWERED = 4096;

  private static final int BATCH_BYTES = 32 * 1024;

  /** A request that was sent. */
  private record Sent(Kind kind, int prompts) {}

  private enum Kind {
    ORDINARY,
    DIALOGUE,
    QUIT,
    /** Asked by the client itself; its reply is not shown. */
    SILENT,
    /** Asked to keep the connection; its reply is not shown. */
    PING
  }

  private final Connection connection;
  private final InputStream in;
  private final Output out;
  private final Output err;
  private final Texts texts;

  private boolean stopsAtErrors;

  /** The exit status where the server says goodbye: another where not all that came was sent. */
  private volatile int atTheEnd = ExitStatus.DONE;

  /** A permit an answer, for whoever waits for each. */
  private final Semaphore answered = new Semaphore(0);

  private final BlockingQueue<Sent> unanswered = new LinkedBlockingQueue<>(MAX_UNANSWERED);

  /** Held while requests are queued and sent, so that both happen in one order. */
  private final ReentrantLock sending = new ReentrantLock();

  PipedClient(Connection connection, InputStream in, Output out, Output err, Texts texts) {
    this.connection = connection;
    this.in = in;
    this.out = out;
    this.err = err;
    this.texts = texts;
  }

  /**
   * Runs to the end of the input or the connection.
   *
   * <p>Where the first refusal is to be the end, each request waits for the answer to the one
   * before it: what stands behind a refusal is never carried out.
   *
   * @return the exit status
   */
  int run(InteractiveClient.Wishes wishes) throws IOException {
    stopsAtErrors = wishes.stopsAtErrors();
    Thread sender = new Thread(() -> sendAll(wishes.language(), wishes.who()), "input");
    sender.setDaemon(true);
    sender.start();
    OptionalInt status;
    try {
      status = printReplies();
    } finally {
      out.flush();
    }
    if (status.isPresent()) {
      return status.getAsInt();
    }
    err.line("ticket: " + texts.get("lost"));
    err.flush();
    return ExitStatus.UNREACHABLE;
  }

  /** The exit status; empty where the connection is lost. */
  private OptionalInt printReplies() throws IOException {
    int dataLines = 0;
    while (true) {
      if (!connection.hasLine()) {
        out.flush();
      }
      Optional<Incoming> line = next();
      if (line.isEmpty()) {
        return OptionalInt.empty();
      }
      Incoming incoming = line.get();
      if (incoming instanceof Incoming.Event) {
        print(incoming.line());
      } else if (incoming instanceof Incoming.Data) {
        Sent request = unanswered.peek();
        boolean prompt = request != null && dataLines < request.prompts();
        dataLines++;
        if (!prompt) {
          print(incoming.line());
        }
      } else if (incoming instanceof Incoming.Status status) {
        Sent request = unanswered.poll();
        Kind kind = request == null ? Kind.ORDINARY : request.kind();
        if (kind == Kind.QUIT && status.ok()) {
          print(Painter.bye(status));
          return OptionalInt.of(atTheEnd);
        }
        boolean shown = dataLines == 0 || !status.ok() || kind == Kind.DIALOGUE;
        if (shown && kind != Kind.SILENT && kind != Kind.PING) {
          print(incoming.line());
        }
        if (stopsAtErrors && !status.ok()) {
          return OptionalInt.of(status.code().map(ExitStatus::of).orElse(ExitStatus.FAILED));
        }
        dataLines = 0;
        if (kind != Kind.PING) {
          answered.release();
        }
      }
    }
  }

  /** The next line; empty when the connection is lost. */
  private Optional<Incoming> next() {
    try {
      Optional<Incoming> line = Optional.empty();
      while (line.isEmpty()) {
        line = connection.nextOrPing(this::ping);
      }
      return line;
    } catch (Broken e) {
      return Optional.empty();
    }
  }

  /** Keeps the connection; whoever pipes requests in decides how long to wait for the replies. */
  private boolean ping() throws Broken {
    if (unanswered.isEmpty() && sending.tryLock()) {
      try {
        if (unanswered.offer(new Sent(Kind.PING, 0))) {
          connection.send(List.of("PING"));
        }
      } finally {
        sending.unlock();
      }
    }
    return false;
  }

  private void print(String line) throws IOException {
    out.line(line.startsWith("{") ? Visible.json(line) : Visible.line(line));
  }

  private void sendAll(Optional<Language> language, Optional<Identity> who) {
    Batch batch = new Batch();
    try {
      if (!sendInput(batch, language, who)) {
        batch.add(Kind.QUIT, "QUIT".getBytes(StandardCharsets.US_ASCII));
        batch.flush();
      }
    } catch (IOException e) {
      // The connection is gone: the reading side sees the end after all that is still owed.
      finish();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /** Sends what comes; whether the end of the session is among it. */
  private boolean sendInput(Batch batch, Optional<Language> language, Optional<Identity> who)
      throws IOException, InterruptedException {
    try {
      if (language.isPresent()) {
        batch.add(
            Kind.SILENT, ("LANG " + language.get().wireName()).getBytes(StandardCharsets.US_ASCII));
      }
      if (who.isPresent()) {
        batch.add(Kind.ORDINARY, ("IDENT " + who.get().name()).getBytes(StandardCharsets.UTF_8));
        // The input may be long in coming.
        batch.flush();
      }
      InputLines lines = new InputLines(in);
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        // The bytes go to the server as they are; what is not UTF-8 is refused there.
        RequestLine request = RequestLine.parse(new String(line.get(), StandardCharsets.UTF_8));
        if (request.isOfAccounts() && !connection.keepsSecrets()) {
          batch.flush();
          atTheEnd = ExitStatus.FORBIDDEN;
          tell("token.plain");
          break;
        } else if (request.isDialogue()) {
          List<byte[]> whole = new ArrayList<>(List.of(line.get()));
          while (whole.size() <= request.questions().size()) {
            Optional<byte[]> answer = lines.next();
            if (answer.isEmpty()) {
              break;
            }
            whole.add(answer.get());
          }
          if (whole.size() <= request.questions().size()) {
            batch.flush();
            tell("dialogue.cut", request.verb().orElseThrow().name());
            break;
          }
          batch.add(Kind.DIALOGUE, whole.toArray(byte[][]::new));
        } else if (request.is(Verb.QUIT)) {
          batch.add(Kind.QUIT, line.get());
          batch.flush();
          return true;
        } else if (!request.isBlank()) {
          batch.add(Kind.ORDINARY, line.get());
        }
        if (!lines.isReady()) {
          batch.flush();
        }
        line = lines.next();
      }
    } catch (InputLines.TooLongException e) {
      batch.flush();
      atTheEnd = ExitStatus.USAGE;
      tell("input.line-too-long", InputLines.LONGEST_LINE);
    } catch (InputLines.UnreadableException e) {
      batch.flush();
      atTheEnd = ExitStatus.FAILED;
      tell("file.unreadable", texts.get("text.input"), FileFault.reason(texts, e.fault()));
    }
    return false;
  }

  private void tell(String key, Object... arguments) throws IOException {
    err.line("ticket: " + texts.get(key, arguments));
    err.flush();
  }

  private void finish() {
    try {
      connection.finish();
    } catch (Broken e) {
      // It is at its end already.
      return;
    }
  }

  /** Requests that go out in one write. */
  private final class Batch {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(Kind kind, byte[]... lines) throws IOException, InterruptedException {
      sending.lock();
      try {
        Sent sent = new Sent(kind, kind == Kind.DIALOGUE ? lines.length - 1 : 0);
        if (!unanswered.offer(sent)) {
          // What is not sent yet will never be answered: first send, then wait.
          flush();
          unanswered.put(sent);
        }
        for (byte[] line : lines) {
          bytes.write(line);
          bytes.write('\n');
        }
      } finally {
        sending.unlock();
      }
      if (stopsAtErrors) {
        flush();
        answered.acquire();
      } else if (bytes.size() >= BATCH_BYTES) {
        flush();
      }
    }

    void flush() throws IOException {
      sending.lock();
      try {
        connection.sendBytes(bytes.toByteArray());
        bytes.reset();
      } finally {
        sending.unlock();
      }
    }
  }
}
