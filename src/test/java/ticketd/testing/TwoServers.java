package ticketd.testing;

import java.nio.file.Path;
import ticketd.journal.OneHost;

/** Two servers of one closed desk in this process, as two processes of a host share a store. */
public record TwoServers(ClosedDesk desk, TestServer one, TestServer other)
    implements AutoCloseable {

  public static TwoServers in(Path folder) {
    ClosedDesk desk = ClosedDesk.in(folder);
    OneHost host = new OneHost();
    return new TwoServers(
        desk,
        TestServer.start(TestServer.Setup.in(folder), new QuietLog(), host),
        TestServer.start(TestServer.Setup.in(folder), new QuietLog(), host));
  }

  @Override
  public void close() {
    other.close();
    one.close();
  }
}
