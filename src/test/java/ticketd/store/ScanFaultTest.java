package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Scan;
import ticketd.desk.UnreadableException;
import ticketd.desk.Watched;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.LaterVersion;
import ticketd.journal.SyncMode;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Recorded;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketQuery;

/** A scan that meets what it cannot read, or whose taker fails, stands where it stood before. */
class ScanFaultTest {
  @TempDir private Path directory;
  private OpenStore store;
  private long damaged;

  private Path file() {
    return directory.resolve("tickets");
  }

  /** Four tickets, of which the last one's record can be damaged and mended. */
  @BeforeEach
  void open() throws Exception {
    FileLog.open(settings()).close();
    LaterVersion writer = new LaterVersion(file());
    writer.append(1, 1);
    damaged = writer.append(1, 1);
    store = OpenStore.over(FileLog.open(settings()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private JournalSettings settings() {
    return new JournalSettings(file(), SyncMode.OS, Duration.ofSeconds(5));
  }

  @Test
  void shouldDeliverAChangeOnceItCanBeRead() throws Exception {
    Scan<Watched> scan = store.reader().changes(TicketQuery.ALL, 0);
    check(scan, watched -> watched.recorded().stamp().seq(), List.of(1L, 2L, 3L), List.of(4L));
  }

  @Test
  void shouldDeliverAListedTicketOnceItCanBeRead() throws Exception {
    check(store.reader().list(byId()), Ticket::id, List.of(1L, 2L, 3L), List.of(4L));
  }

  @Test
  void shouldDeliverASortedTicketOnceItCanBeRead() throws Exception {
    ListQuery query =
        new ListQuery(
            TicketQuery.ALL,
            ListQuery.Sort.UPDATED,
            false,
            OptionalInt.of(10),
            OptionalLong.empty());
    check(store.reader().list(query), Ticket::id, List.of(1L, 2L, 3L), List.of(4L));
  }

  @Test
  void shouldDeliverAHistoryOnceItCanBeRead() throws Exception {
    Scan<Recorded> scan = store.reader().history(3, 0, OptionalInt.empty()).orElseThrow();
    List<Long> found = new ArrayList<>();
    assertThatThrownBy(() -> scan.advance(deadline(), recorded -> refuse()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(scan.advance(deadline(), recorded -> found.add(recorded.stamp().seq()))).isFalse();
    assertThat(found).containsExactly(3L);
  }

  private static ListQuery byId() {
    return new ListQuery(
        TicketQuery.ALL, ListQuery.Sort.ID, false, OptionalInt.of(10), OptionalLong.empty());
  }

  private static boolean refuse() {
    throw new IllegalStateException("not taken");
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  private <T> void check(
      Scan<T> scan, Function<T, Long> number, List<Long> before, List<Long> after)
      throws Exception {
    List<Long> found = new ArrayList<>();
    byte[] good = Files.readAllBytes(file());
    int at = (int) damaged + 30;
    new LaterVersion(file()).overwrite(at, (byte) (good[at] ^ 1));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> scan.advance(deadline(), one -> found.add(number.apply(one))))
          .isInstanceOf(UnreadableException.class);
      assertThat(found).isEqualTo(before);
    }
    new LaterVersion(file()).overwrite(at, good[at]);
    assertThatThrownBy(() -> scan.advance(deadline(), one -> refuse()))
        .isInstanceOf(IllegalStateException.class);
    found.clear();
    assertThat(scan.advance(deadline(), one -> found.add(number.apply(one)))).isFalse();
    assertThat(found).isEqualTo(after);
  }
}
