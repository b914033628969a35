package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  @TempDir private Path directory;

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
    assertThat(Files.readAllLines(PythonReader.PROGRAM)).hasSizeLessThan(60);
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
      assertThat(PythonReader.listed(store))
          .containsExactlyElementsOf(
              scribe.tickets().stream().map(known -> line(known.ticket())).toList());
    }
  }
}
