package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Priority;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;

/**
 * Another program, in another language, reads the store by its description in {@code
 * docs/store-format.md}.
 */
class StoreFormatTest {
  private static final Path READER =
      Path.of("src/test/resources/ticketd/journal/list_tickets.py").toAbsolutePath();

  @TempDir private Path directory;

  private static List<String> listed(Path store) throws Exception {
    Process reader =
        new ProcessBuilder("python3", READER.toString(), store.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(reader.waitFor()).isZero();
    return lines;
  }

  private static String line(Ticket ticket) {
    return String.join(
        "\t",
        Long.toString(ticket.id()),
        ticket.status().wireName(),
        ticket.author().name(),
        ticket.assignee().map(Identity::name).orElse("-"),
        String.join(",", ticket.tags()),
        ticket.title());
  }

  @Test
  void shouldBeReadableByAShortProgramInPython() throws Exception {
    assertThat(Files.readAllLines(READER)).hasSizeLessThan(60);
    Path store = directory.resolve("store");
    JournalSettings settings = new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5), 8192);
    try (Journal journal = Journal.open(settings)) {
      Scribe scribe = new Scribe(journal);
      scribe.append(
          new TicketCommand.File(
              "Écran noir",
              "ligne 1\nligne 2",
              Priority.HIGH,
              List.of("infra", "b"),
              Optional.of(Scribe.identity("Zoë Müller"))),
          Scribe.file("second", ""));
      KeyUse key = new KeyUse(new RequestKey("k"), new Fingerprint(1, 2));
      scribe.append(
          Optional.of(key),
          new TicketCommand.Take(2),
          new TicketCommand.Prioritise(2, Priority.NORMAL));
      scribe.append(new TicketCommand.Close(1, Resolution.FIXED, Optional.of("done")));
      for (int i = 0; i < 60; i++) {
        scribe.append(Scribe.file("t".repeat(i + 1), "d".repeat(i * 10)));
      }
      scribe.append(
          Scribe.edit(
              2,
              new TicketCommand.Patch(
                  Optional.of("zweites"),
                  Optional.of("changed"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())));
      assertThat(journal.committed()).isGreaterThan(8192);
      assertThat(listed(store))
          .containsExactlyElementsOf(
              scribe.tickets().stream().map(known -> line(known.ticket())).toList());
    }
  }

  @Test
  void shouldBeReadableAndCopiedWhileProcessesWriteToIt() throws Exception {
    Path store = directory.resolve("store");
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    List<Filer> filers = new ArrayList<>();
    try {
      for (String name : List.of("one", "two")) {
        filers.add(Filer.start(store, SyncMode.ALWAYS, name, "none", acknowledged));
      }
      for (int round = 0; round < 3; round++) {
        int before = acknowledged.size();
        await().atMost(1, TimeUnit.MINUTES).until(() -> acknowledged.size() > before + 50);
        Map<String, Long> certain = Map.copyOf(acknowledged);
        Path copy = directory.resolve("copy" + round);
        assertThat(new ProcessBuilder("cp", store.toString(), copy.toString()).start().waitFor())
            .isZero();
        assertHolds(listed(store), certain);
        assertThat(StoreCheck.run(store)).matches(StoreCheck.Report::ok);
        assertThat(StoreCheck.run(copy)).matches(StoreCheck.Report::ok);
        Journal.open(new JournalSettings(copy, SyncMode.ALWAYS, Duration.ofSeconds(5))).close();
        assertHolds(listed(copy), certain);
      }
    } finally {
      for (Filer filer : filers) {
        filer.kill();
      }
    }
  }

  /** Every ticket that was acknowledged before, and no gap. */
  private static void assertHolds(List<String> lines, Map<String, Long> certain) {
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith(i + 1 + "\topen\tAlice\t-\t\t");
    }
    certain.forEach((title, id) -> assertThat(lines.get((int) (id - 1))).endsWith("\t" + title));
  }
}
