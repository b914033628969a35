package ticketd.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.server.log.InteractionLog;
import ticketd.server.log.LogEntry;
import ticketd.server.log.LogSetup;
import ticketd.server.loop.LoopSelectorProvider;
import ticketd.server.settings.OpenFileLimit;
import ticketd.server.settings.Setting;
import ticketd.server.settings.Settings;
import ticketd.server.text.Texts;
import ticketd.server.text.VisibleText;

/** The server as a process: from its start to its exit status. */
public final class ServerProcess {
  /** What Pekko ends the process with when an actor meets an Error. */
  private static final int FATAL = 255;

  /** How long past its own limit a drain may take before it is given up. */
  private static final Duration DRAIN_GRACE = Duration.ofSeconds(2);

  private static final Duration LOG_PATIENCE = Duration.ofMillis(500);

  private final Settings settings;
  private final Texts texts;
  private final Logger logger;

  private ServerProcess(Settings settings) {
    LogSetup.use(settings.logFormat());
    this.settings = settings;
    this.texts = Texts.in(settings.language());
    this.logger = LoggerFactory.getLogger(ServerProcess.class);
  }

  /**
   * Runs the server until a signal or its own failure ends it.
   *
   * @return the exit status: 143 and 130 after SIGTERM and SIGINT, 1 when it cannot start or a
   *     later version has written into its store, 2 when its store is not to be served at that
   *     address, 70 when its store failed for good
   */
  public static int run(Settings settings) {
    Thread.setDefaultUncaughtExceptionHandler(ServerProcess::onUncaught);
    LoopSelectorProvider.install();
    int status = new ServerProcess(settings).run();
    LogSetup.flush();
    return status;
  }

  private static void onUncaught(Thread thread, Throwable thrown) {
    thrown.printStackTrace();
    if (thrown instanceof Error || thread.getName().equals("main")) {
      Runtime.getRuntime().halt(FATAL);
    }
  }

  private int run() {
    InteractionLog log =
        new InteractionLog(
            new FileOutputStream(FileDescriptor.out),
            settings.logFormat(),
            settings.language(),
            Clock.systemUTC());
    LogSetup.listenerReports(false);
    try {
      int status = RunningServer.Failure.AGAIN;
      while (status == RunningServer.Failure.AGAIN) {
        RunningServer server = TicketServer.start(settings, log);
        LogSetup.listenerReports(true);
        status = serve(server, log);
      }
      return status;
    } catch (StartException e) {
      String key = e.isOfUsage() ? "error-line" : "cannot-start";
      standardError().println(VisibleText.of(texts.of(key, e.getMessage())));
      return e.status();
    } finally {
      log.close(LOG_PATIENCE);
    }
  }

  private int serve(RunningServer server, InteractionLog log) {
    CompletableFuture<Integer> signal = EndSignals.expect();
    // A wildcard is told as it was asked for: the system reports that of IPv6 for that of IPv4.
    InetSocketAddress address =
        new InetSocketAddress(settings.listen().address(), server.address().getPort());
    announce(address, server.store(), log);
    Optional<ServiceManager> manager = ServiceManager.of(System.getenv(), texts);
    manager.ifPresent(it -> it.ready(texts.of("status-ready", Addresses.text(address))));
    Optional<Watchdog> watchdog =
        manager.flatMap(
            it -> it.watchdog().map(limit -> Watchdog.start(it, limit, address, log, texts)));
    CompletableFuture<RunningServer.Failure> failed = server.failed().toCompletableFuture();
    CompletableFuture.anyOf(signal, failed).join();
    boolean bySignal = signal.isDone();
    // Nobody listens from here on.
    watchdog.ifPresent(Watchdog::close);
    if (!bySignal && failed.join().status() == RunningServer.Failure.AGAIN) {
      // It serves nobody until it has started anew, which may take long: as at its first start, a
      // signal ends it at once.
      CompletionStage<Integer> heard = signal;
      heard.thenAccept(Runtime.getRuntime()::halt);
      drain(server, Duration.ZERO);
      return RunningServer.Failure.AGAIN;
    } else if (!bySignal) {
      tell(failed.join());
    }
    log.say(new LogEntry("ending", texts.of("log-ending"), List.of()));
    manager.ifPresent(ServiceManager::stopping);
    drain(server, bySignal ? settings.drainTimeout() : patience(failed.join()));
    return bySignal ? signal.join() : failed.join().status();
  }

  private void tell(RunningServer.Failure failure) {
    failure
        .newerFormat()
        .ifPresentOrElse(
            what -> standardError().println(VisibleText.of(texts.of("newer-format", what))),
            () -> logger.error(texts.of("gave-up")));
  }

  /** What a later version has written may change what any answer still owed would have to say. */
  private Duration patience(RunningServer.Failure failure) {
    return failure.newerFormat().isPresent() ? Duration.ZERO : settings.drainTimeout();
  }

  private void announce(
      InetSocketAddress bound, RunningServer.OpenedStore store, InteractionLog log) {
    String address = Addresses.text(bound);
    log.say(
        new LogEntry(
            "listening",
            texts.of("log-listening", address),
            List.of(new LogEntry.Word("address", address))));
    log.say(
        new LogEntry(
            "store",
            storeLine(store),
            List.of(
                new LogEntry.Word("file", store.file().toString()),
                new LogEntry.Count("tickets", store.tickets()),
                new LogEntry.Word("sync", store.sync()))));
    if (settings.http().enabled()) {
      InetSocketAddress reachable = Addresses.reachable(bound);
      boolean inPlain = settings.tls().isEmpty() || reachable.getAddress().isLoopbackAddress();
      String url = (inPlain ? "http://" : "https://") + Addresses.text(reachable) + "/";
      log.say(
          new LogEntry(
              "board", texts.of("log-board", url), List.of(new LogEntry.Word("url", url))));
    }
    if (settings.listen().isRemote()) {
      String host = Addresses.text(settings.listen().address());
      if (!store.closed()) {
        logger.warn(texts.of("warn-remote", host));
      } else if (settings.tls().isEmpty()) {
        logger.warn(texts.of("warn-plain", host));
      }
    }
    int wanted = settings.actorSystem().getInt(Setting.MAX_CONNECTIONS.path());
    int allowed = settings.limits().maxConnections();
    if (allowed < wanted) {
      OpenFileLimit.ofThisProcess()
          .ifPresent(files -> logger.warn(texts.of("warn-connections", wanted, allowed, files)));
    }
  }

  private String storeLine(RunningServer.OpenedStore store) {
    if (store.desk().isPresent()) {
      return texts.of("log-store-desk", store.desk().get(), store.tickets(), store.file());
    }
    return texts.of(
        store.onTmpfs() ? "log-store-tmpfs" : "log-store",
        store.file(),
        store.tickets(),
        store.sync());
  }

  private void drain(RunningServer server, Duration limit) {
    try {
      server
          .stop(limit)
          .toCompletableFuture()
          .get(limit.plus(DRAIN_GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      logger.warn(texts.of("drain-cut"));
    } catch (ExecutionException e) {
      logger.warn(texts.of("drain-cut"), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PrintStream standardError() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }
}
