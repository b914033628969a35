package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.io.TcpMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.server.RunningServer;
import ticketd.server.StartException;
import ticketd.server.TicketServer;
import ticketd.server.settings.Settings;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.Identity;

/** Who restarts whom, see docs/architecture.md: every part of a server is made to fail. */
class SupervisionTest {
  private static final int GAVE_UP = 70;

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();

  @SuppressWarnings("NullAway.Init") // every test begins with start
  private TestServer server;

  private void start(String sync) {
    server =
        TestServer.start(
            TestServer.Setup.in(folder).syncing(sync).speaking(Locale.ENGLISH),
            new FailingLog(),
            files);
  }

  @AfterEach
  void stop() {
    files.fail(FaultyFiles.Fault.NONE);
    server.close();
  }

  /** Throws, in the session, at whoever calls himself Boom. */
  private static final class FailingLog extends QuietLog {
    @Override
    public void identified(String peer, Identity who) {
      if (who.name().equals("Boom")) {
        throw new IllegalStateException("planted");
      }
    }
  }

  @Test
  void shouldEndNoConnectionButThatOfASessionThatFails() {
    start("os");
    LineClient jules = server.connect("Jules");
    try (Peer boom = Peer.to(server.address())) {
      assertThat(boom.status("PING")).isEqualTo("[OK] PONG");
      assertThat(boom.send("IDENT Boom", "PING").rest()).isSubsetOf("reset");
    }
    assertThat(file(jules, "after")).startsWith("[OK]");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
    await().until(() -> stat(jules, "connections").equals("2"));
  }

  @Test
  void shouldRefuseChangesAndServeReadsWhileForcesFailAndStoreAgainAfterwards() {
    start("always");
    LineClient jules = server.connect("Jules");
    assertThat(file(jules, "before")).startsWith("[OK]");

    files.fail(FaultyFiles.Fault.FORCE);
    assertThat(jules.status("@k1 SENDTICKET {\"title\":\"doubtful\"}"))
        .startsWith("[ERR] in-doubt: ");
    for (int i = 0; i < 20; i++) {
      assertThat(file(jules, "refused")).startsWith("[ERR] unavailable: ");
      assertThat(jules.status("SHOW 1")).isEqualTo("[OK]");
    }
    await().until(() -> files.faults() > 2);
    assertThat(file(jules, "refused")).startsWith("[ERR] unavailable: ");

    files.fail(FaultyFiles.Fault.NONE);
    await().until(() -> file(jules, "after").startsWith("[OK]"));
    assertThat(jules.status("@k1 SENDTICKET {\"title\":\"doubtful\"}")).startsWith("[OK]");
    assertThat(titles(jules)).containsExactlyInAnyOrder("before", "doubtful", "after");
  }

  @Test
  void shouldStoreNothingOfWhatAFailedWriteRefused() {
    start("always");
    LineClient jules = server.connect("Jules");
    assertThat(file(jules, "before")).startsWith("[OK]");
    files.fail(FaultyFiles.Fault.WRITE);
    // Taking it back fails as well, for that takes a force.
    assertThat(file(jules, "doubtful")).startsWith("[ERR] in-doubt: ");
    assertThat(file(jules, "refused")).startsWith("[ERR] unavailable: ");
    files.fail(FaultyFiles.Fault.NONE);
    await().until(() -> file(jules, "after").startsWith("[OK]"));
    assertThat(titles(jules)).contains("before", "after").doesNotContain("refused");
  }

  @Test
  void shouldAnswerEveryChangeThatWasOnItsWayWhenTheJournalFailed() {
    start("always");
    List<LineClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(server.connect("Jules"));
    }
    int each = 2_000;
    for (LineClient client : clients) {
      client.sendRaw("SENDTICKET {\"title\":\"x\"}\n".repeat(each));
    }
    for (int i = 0; i < 3; i++) {
      clients.forEach(LineClient::reply);
    }
    files.fail(FaultyFiles.Fault.FORCE);
    long acknowledged = 3L * clients.size();
    for (LineClient client : clients) {
      for (int i = 3; i < each; i++) {
        String status = client.reply().get(0);
        assertThat(status).matches("\\[OK] .*|\\[ERR] (in-doubt|unavailable): .*");
        acknowledged += status.startsWith("[OK]") ? 1 : 0;
      }
    }
    files.fail(FaultyFiles.Fault.NONE);
    LineClient jules = clients.get(0);
    await().until(() -> file(jules, "after").startsWith("[OK]"));
    assertThat((long) titles(jules).size()).isGreaterThan(acknowledged);
  }

  /** A force beside the writer that fails: it is mended once, whoever else meets the failure. */
  @Test
  void shouldMendAFailedForceBesideTheWriterOnce() {
    start("interval");
    LineClient jules = server.connect("Jules");
    assertThat(file(jules, "before")).startsWith("[OK]");
    int opened = files.opened();
    files.fail(FaultyFiles.Fault.FORCE);
    assertThat(file(jules, "before too")).startsWith("[OK]");
    await().until(() -> files.faults() > 0);
    files.fail(FaultyFiles.Fault.NONE);
    await().until(() -> file(jules, "after").startsWith("[OK]") && files.opened() > opened);
    assertThat(files.opened() - opened).as("times it was opened anew").isLessThanOrEqualTo(2);
    assertThat(server.server().failed().toCompletableFuture()).isNotDone();
  }

  @Test
  void shouldGiveUpWhenTheJournalFailsInAWayThatNobodyForesaw() {
    start("always");
    LineClient jules = server.connect("Jules");
    files.fail(FaultyFiles.Fault.UNFORESEEN);
    jules.send("SENDTICKET {\"title\":\"x\"}");
    assertThat(server.server().failed())
        .succeedsWithin(PATIENCE)
        .isEqualTo(new RunningServer.Failure(GAVE_UP, Optional.empty()));
  }

  @Test
  void shouldListenAgainWhenTheListenerFails() throws Exception {
    start("os");
    InetSocketAddress before = server.address();
    LineClient jules = server.connect("Jules");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("ticketd.server.Endpoint");
    log.start();
    logger.addAppender(log);
    try {
      // Of the children of the selector of Pekko's TCP extension the listener alone obeys. It is no
      // end that anybody of ours asked for.
      Adapter.toClassic(systemOf(server))
          .actorSelection("/system/IO-TCP/selectors/*/*")
          .tell(TcpMessage.unbind(), org.apache.pekko.actor.ActorRef.noSender());
      await()
          .until(
              () -> {
                assertThat(jules.status("PING")).isEqualTo("[OK] PONG");
                return List.copyOf(log.list).stream()
                    .anyMatch(said -> said.getFormattedMessage().endsWith(" again"));
              });
    } finally {
      logger.detachAppender(log);
    }
    try (Peer peer = Peer.to(before)) {
      assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
    }
    assertThat(server.address()).isEqualTo(before);
  }

  /** What nobody foresaw, while the actors of a server begin. */
  @Test
  void shouldNotStartWithoutItsActorsAndLeaveNothingOpen() {
    Settings broken =
        TestServer.Setup.in(folder)
            .withActors("ticketd.scan-dispatcher.type = none of these")
            .settings();
    assertThat(started(broken))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StartException.class)
        .withMessageContaining("none of these");
    start("os");
    assertThat(file(server.connect("Jules"), "after")).startsWith("[OK]");
  }

  private static CompletableFuture<RunningServer> started(Settings settings) {
    CompletableFuture<RunningServer> started = new CompletableFuture<>();
    Thread starting =
        new Thread(
            () -> {
              try {
                started.complete(TicketServer.start(settings, new QuietLog()));
              } catch (StartException e) {
                started.completeExceptionally(e);
              }
            });
    starting.setDaemon(true);
    starting.start();
    return started;
  }

  private static ActorSystem<?> systemOf(TestServer server) throws ReflectiveOperationException {
    Field field = server.server().getClass().getDeclaredField("system");
    field.setAccessible(true);
    return (ActorSystem<?>) field.get(server.server());
  }

  private static String file(LineClient client, String title) {
    return client.status("SENDTICKET {\"title\":\"" + title + "\"}");
  }

  private static List<String> titles(LineClient client) {
    List<String> rows = client.ask("LIST");
    return rows.subList(0, rows.size() - 1).stream()
        .map(row -> row.replaceAll("^#\\d+ \\[.*?] (.*) - .*$", "$1"))
        .toList();
  }

  private static String stat(LineClient client, String name) {
    return client.ask("STATS").stream()
        .filter(line -> line.startsWith(" " + name + ": "))
        .map(line -> line.substring(name.length() + 3))
        .findFirst()
        .orElseThrow();
  }
}
