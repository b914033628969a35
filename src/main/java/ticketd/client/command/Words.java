package ticketd.client.command;

import java.util.Iterator;
import java.util.stream.Stream;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;

/** The words that shell completion offers for an argument. */
final class Words {
  private Words() {}

  static final class Statuses implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Status.values()).map(Status::wireName).iterator();
    }
  }

  static final class Priorities implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Priority.values()).map(Priority::wireName).iterator();
    }
  }

  static final class Resolutions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Resolution.values()).map(Resolution::wireName).iterator();
    }
  }
}
