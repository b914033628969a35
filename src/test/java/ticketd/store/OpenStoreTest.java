package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Change;
import ticketd.journal.FileLog;
import ticketd.journal.JournalException;
import ticketd.journal.JournalSettings;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.TicketCommand;

/** Opening a file that is damaged where only who reads all of it finds out. */
class OpenStoreTest {
  private static final int CHUNK = 8192;
  private static final int TICKETS = 100;

  @TempDir private Path directory;
  private Path order;
  private Path damaged;
  private final List<Path> opened = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws Exception {
    order = directory.resolve("order");
    damaged = directory.resolve("damaged");
    try (RunningStore store = new RunningStore(log(order))) {
      for (int i = 0; i < TICKETS; i++) {
        store.ask(filing()).join();
      }
    }
    byte[] bytes = Files.readAllBytes(order);
    assertThat(bytes.length).isGreaterThan(3 * CHUNK);
    bytes[CHUNK + 100] ^= 1;
    Files.write(damaged, bytes);
  }

  private static Change filing() {
    return new Change(
        new Principal.Claimed(Identity.of("ana").orElseThrow()),
        TicketCommand.File.of("a ticket", "d".repeat(200)),
        Optional.empty());
  }

  private static FileLog log(Path file) {
    return FileLog.open(new JournalSettings(file, SyncMode.OS, Duration.ofSeconds(5), CHUNK));
  }

  /** Copied from where the order is, unless there is a copy. */
  private SharedLog elsewhere() {
    opened.add(damaged);
    try {
      if (Files.notExists(damaged)) {
        Files.copy(order, damaged);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FileLog copy = log(damaged);
    return (SharedLog)
        Proxy.newProxyInstance(
            SharedLog.class.getClassLoader(),
            new Class<?>[] {SharedLog.class},
            (self, method, arguments) -> {
              if (method.getName().equals("isElsewhere")) {
                return true;
              }
              try {
                return method.invoke(copy, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void shouldMakeADamagedCopyAnew() {
    OpenStore store = OpenStore.over(this::elsewhere, DeskRules.NONE);
    assertThat(store.tickets()).isEqualTo(TICKETS);
    store.close();
    assertThat(opened).hasSize(2);
    assertThat(damaged).hasSameBinaryContentAs(order);
  }

  @Test
  void shouldRefuseADamagedStore() throws Exception {
    byte[] before = Files.readAllBytes(damaged);
    JournalException refusal =
        catchThrowableOfType(
            JournalException.class, () -> OpenStore.over(() -> log(damaged), DeskRules.NONE));
    assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DAMAGED);
    assertThat(Files.readAllBytes(damaged)).hasSameSizeAs(before);
  }
}
