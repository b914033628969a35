package ticketd.resilience;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import ticketd.door.Ticker;
import ticketd.server.Outside;
import ticketd.server.RunningServer;
import ticketd.server.StartException;
import ticketd.server.TicketServer;
import ticketd.server.settings.Given;
import ticketd.server.settings.SettingsException;
import ticketd.server.settings.SettingsLoader;
import ticketd.testing.ClosedDesk;
import ticketd.testing.QuietLog;

/** A server with a fault planted in it, as a process: {@code -Dplanted=ERROR}, for example. */
final class FaultyServer {
  private FaultyServer() {}

  /** {@code args} are options of the server's command line, each with a value. */
  public static void main(String[] args) throws SettingsException, StartException {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    FaultyFiles.Fault planted =
        FaultyFiles.Fault.valueOf(System.getProperty("planted", FaultyFiles.Fault.NONE.name()));
    // Planted once it runs: two that make a store at a time without the lock do not start at all.
    FaultyFiles files = new FaultyFiles();
    RunningServer server =
        TicketServer.start(
            SettingsLoader.load(Given.ofThisProcess(options)),
            new QuietLog(),
            new Outside(files, Ticker.system(), Clock.systemUTC(), ClosedDesk.QUICK));
    files.fail(planted);
    System.out.println(
        "Server listening on 127.0.0.1:" + server.address().getPort() + "... with " + planted);
    System.exit(server.failed().toCompletableFuture().join().status());
  }
}
