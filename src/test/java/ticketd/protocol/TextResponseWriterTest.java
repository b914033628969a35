package ticketd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.ticket.Comment;
import ticketd.ticket.DueTime;
import ticketd.ticket.Figures;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketDetails;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Message;
import ticketd.wire.Stats;
import ticketd.wire.Text;
import ticketd.wire.Verb;

class TextResponseWriterTest {
  private static final Optional<DueTime> DUE =
      Optional.of(new DueTime(Instant.parse("2026-12-01T16:30:00Z"), Optional.empty()));
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static String written(Language language, Consumer<LineBuffer> lines) {
    LineBuffer out = new LineBuffer();
    lines.accept(out);
    assertThat(out.asString()).as("in %s", language).endsWith("\n");
    return out.asString().substring(0, out.asString().length() - 1);
  }

  private static ResponseWriter writer(Language language) {
    return ResponseWriter.of(language, Format.TEXT, PARIS);
  }

  private static String french(Response response) {
    return written(Language.FR, out -> writer(Language.FR).write(out, response));
  }

  private static String english(Response response) {
    return written(Language.EN, out -> writer(Language.EN).write(out, response));
  }

  private static void assertLines(Response response, String french, String english) {
    assertThat(french(response)).isEqualTo(french);
    assertThat(english(response)).isEqualTo(english);
  }

  @Test
  void shouldSayWhatTheOriginalSaid() {
    assertLines(new Response.Identified("Jules"), "[OK] Bonjour Jules", "[OK] Hello Jules");
    assertLines(
        new Response.Changed(Verb.SENDTICKET, Samples.NEW, true, false),
        "[OK] Ticket ajouté (#1)",
        "[OK] Ticket added (#1)");
    assertLines(new Response.Bye(), "[OK] Déconnexion...", "[OK] Bye...");
    assertThat(written(Language.FR, out -> writer(Language.FR).prompt(out, Text.TITLE_PROMPT)))
        .isEqualTo("Titre :");
    assertThat(
            written(Language.FR, out -> writer(Language.FR).prompt(out, Text.DESCRIPTION_PROMPT)))
        .isEqualTo("Description :");
    assertThat(written(Language.EN, out -> writer(Language.EN).prompt(out, Text.TITLE_PROMPT)))
        .isEqualTo("Title:");
    assertThat(
            written(Language.EN, out -> writer(Language.EN).prompt(out, Text.DESCRIPTION_PROMPT)))
        .isEqualTo("Description:");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ticket, 0 tickets, 0 changement, 0 changes",
    "1, 1 ticket, 1 ticket, 1 changement, 1 change",
    "2, 2 tickets, 2 tickets, 2 changements, 2 changes",
    "1000000, 1000000 tickets, 1000000 tickets, 1000000 changements, 1000000 changes"
  })
  void shouldCountInBothLanguages(
      long count, String fr, String en, String changesFr, String changesEn) {
    assertLines(new Response.Listed(count), "[OK] " + fr, "[OK] " + en);
    assertLines(new Response.HistoryEnd(count), "[OK] " + changesFr, "[OK] " + changesEn);
  }

  @Test
  void shouldAnswerWhatChangesNoTicket() {
    assertLines(new Response.Pong(), "[OK] PONG", "[OK] PONG");
    assertLines(new Response.Shown(), "[OK]", "[OK]");
    assertLines(new Response.Unwatched(), "[OK] Fin du suivi", "[OK] No longer watching");
    assertLines(
        new Response.Watching(3, 42), "[OK] Suivi à partir de 3/42", "[OK] Watching, since 3/42");
    assertThat(french(new Response.LanguageSet(Language.FR))).isEqualTo("[OK] Français");
    assertThat(english(new Response.LanguageSet(Language.EN))).isEqualTo("[OK] English");
    assertLines(new Response.FormatSet(Format.TEXT), "[OK] Format : text", "[OK] Format: text");
  }

  private static Response changed(Verb verb, Ticket ticket) {
    return new Response.Changed(verb, ticket, true, false);
  }

  @Test
  void shouldSayWhatChanged() {
    Ticket taken = Samples.IN_PROGRESS;
    assertLines(
        changed(Verb.COMMENT, taken), "[OK] Commentaire ajouté (#7)", "[OK] Comment added (#7)");
    assertLines(
        changed(Verb.TAKE, taken),
        "[OK] Ticket pris (#7) : Disque plein",
        "[OK] Ticket taken (#7): Disque plein");
    assertLines(
        changed(Verb.ASSIGN, taken),
        "[OK] Ticket attribué à ana (#7)",
        "[OK] Ticket assigned to ana (#7)");
    assertLines(
        changed(Verb.ASSIGN, Samples.NEW),
        "[OK] Ticket sans responsable (#1)",
        "[OK] Ticket unassigned (#1)");
    assertLines(
        changed(Verb.STATUS, taken),
        "[OK] Ticket passé à in-progress (#7)",
        "[OK] Ticket moved to in-progress (#7)");
    assertLines(
        changed(Verb.CLOSE, Samples.CLOSED),
        "[OK] Ticket fermé : wont-fix (#8)",
        "[OK] Ticket closed: wont-fix (#8)");
    assertLines(
        changed(Verb.REOPEN, Samples.NEW), "[OK] Ticket rouvert (#1)", "[OK] Ticket reopened (#1)");
    assertLines(
        changed(Verb.PRIORITY, taken),
        "[OK] Priorité passée à high (#7)",
        "[OK] Ticket priority set to high (#7)");
    assertLines(
        changed(Verb.TAG, taken),
        "[OK] Étiquettes : infra disk (#7)",
        "[OK] Ticket tags: infra disk (#7)");
    assertLines(
        changed(Verb.TAG, Samples.NEW), "[OK] Étiquettes : - (#1)", "[OK] Ticket tags: - (#1)");
    assertLines(changed(Verb.EDIT, taken), "[OK] Ticket modifié (#7)", "[OK] Ticket edited (#7)");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void shouldAnswerARepeatAsTheFirst(Verb verb) {
    if (verb.changesTickets()) {
      for (boolean changed : new boolean[] {true, false}) {
        assertThat(french(new Response.Changed(verb, Samples.IN_PROGRESS, changed, true)))
            .isEqualTo(french(new Response.Changed(verb, Samples.IN_PROGRESS, changed, false)));
      }
      assertLines(
          new Response.Changed(verb, Samples.IN_PROGRESS, false, false),
          "[OK] Rien à changer (#7)",
          "[OK] Nothing to change (#7)");
    }
  }

  @Test
  void shouldListATicketOnALine() {
    assertThat(line(Language.FR, Samples.NEW)).isEqualTo("#1 [Jules] Bug interface - 23/11/2026");
    assertThat(line(Language.EN, Samples.NEW)).isEqualTo("#1 [Jules] Bug interface - 2026-11-23");
    assertThat(line(Language.FR, Samples.IN_PROGRESS))
        .isEqualTo(
            "#7 [Jules] Disque plein - 23/11/2026 · in-progress · high · @ana · +infra · +disk");
    assertThat(line(Language.EN, Samples.CLOSED))
        .isEqualTo("#8 [ana] Écran \"noir\" 😀 - 2026-11-23 · closed:wont-fix · low");
  }

  private static String line(Language language, Ticket ticket) {
    return written(language, out -> writer(language).ticketLine(out, ticket));
  }

  @Test
  void shouldDateATicketInItsZone() {
    LineBuffer out = new LineBuffer();
    ResponseWriter.of(Language.FR, Format.TEXT, ZoneId.of("Pacific/Honolulu"))
        .ticketLine(out, Samples.NEW);
    ResponseWriter.of(Language.FR, Format.TEXT, ZoneId.of("Pacific/Kiritimati"))
        .ticketLine(out, Samples.NEW);
    assertThat(out.asString())
        .isEqualTo(
            """
            #1 [Jules] Bug interface - 23/11/2026
            #1 [Jules] Bug interface - 24/11/2026
            """);
  }

  @Test
  void shouldShowATicket() {
    TicketDetails details =
        new TicketDetails(
            Samples.IN_PROGRESS,
            "l1\n\n[OK] l3",
            List.of(
                new Comment(1, Samples.JULES, "un", Samples.FILED_AT),
                new Comment(2, Samples.ANA, "! deux\n", Samples.CHANGED_AT)));
    assertThat(written(Language.FR, out -> writer(Language.FR).details(out, details)))
        .isEqualTo(
            """
            #7 [Jules] Disque plein - 23/11/2026 · in-progress · high · @ana · +infra · +disk
             status: in-progress
             resolution: -
             priority: high
             assignee: ana
             tags: infra disk
             created: 2026-11-23T11:15:30+01:00
             updated: 2026-11-24T09:00:00+01:00
             version: 4
             comments: 2
              l1
             \s
              [OK] l3
             comment 1 [Jules] 2026-11-23T11:15:30+01:00
              un
             comment 2 [ana] 2026-11-24T09:00:00+01:00
              ! deux
             \s""");
  }

  @Test
  void shouldShowATicketThatHoldsLittle() {
    TicketDetails details = new TicketDetails(Samples.CLOSED, "", List.of());
    assertThat(written(Language.EN, out -> writer(Language.EN).details(out, details)))
        .isEqualTo(
            """
            #8 [ana] Écran "noir" 😀 - 2026-11-23 · closed:wont-fix · low
             status: closed
             resolution: wont-fix
             priority: low
             assignee: -
             tags: -
             created: 2026-11-23T11:15:30+01:00
             updated: 2026-11-24T09:00:00+01:00
             version: 2
             comments: 1""");
  }

  private static String history(Recorded recorded) {
    return written(Language.FR, out -> writer(Language.FR).historyLine(out, recorded));
  }

  private static String watch(Recorded recorded) {
    String line = written(Language.FR, out -> writer(Language.FR).watchLine(out, recorded, true));
    assertThat(written(Language.EN, out -> writer(Language.EN).watchLine(out, recorded, false)))
        .isEqualTo(line);
    return line;
  }

  @Test
  void shouldShowFilings() {
    assertThat(history(Samples.filed(Samples.NEW, "text")))
        .isEqualTo(" 17 2026-11-23T11:15:30+01:00 [Jules] filed Bug interface");
    assertThat(watch(Samples.filed(Samples.NEW, "text")))
        .isEqualTo("! 17 #1 [Jules] filed Bug interface");
    assertThat(watch(Samples.filed(Samples.IN_PROGRESS, "")))
        .isEqualTo(
            "! 21 #7 [Jules] filed Disque plein · in-progress · high · @ana · +infra · +disk");
  }

  @Test
  void shouldShowWhatAChangeChanged() {
    assertThat(history(Samples.change(new TicketCommand.Take(1), Samples.NEW)))
        .isEqualTo(
            " 30 2026-11-24T09:00:00+01:00 [ana] taken status open -> in-progress · assignee - -> ana");
    assertThat(watch(Samples.change(new TicketCommand.Take(1), Samples.NEW)))
        .isEqualTo("! 30 #1 [ana] taken status open -> in-progress · assignee - -> ana");
    assertThat(
            watch(
                Samples.change(
                    new TicketCommand.Close(7, Resolution.FIXED, Optional.of("c'est\nfait")),
                    Samples.IN_PROGRESS)))
        .isEqualTo(
            "! 30 #7 [ana] closed status in-progress -> closed · resolution - -> fixed"
                + " · comment c'est ⏎ fait");
    assertThat(watch(Samples.change(new TicketCommand.Reopen(8), Samples.CLOSED)))
        .isEqualTo("! 30 #8 [ana] reopened status closed -> open · resolution wont-fix -> -");
    assertThat(watch(Samples.change(new TicketCommand.Comment(1, "vu\t!"), Samples.NEW)))
        .isEqualTo("! 30 #1 [ana] commented comment vu\t!");
    assertThat(
            watch(
                Samples.change(new TicketCommand.Assign(7, Optional.empty()), Samples.IN_PROGRESS)))
        .isEqualTo("! 30 #7 [ana] assigned assignee ana -> -");
    assertThat(watch(Samples.change(new TicketCommand.Move(1, Status.WAITING), Samples.NEW)))
        .isEqualTo("! 30 #1 [ana] status status open -> waiting");
    assertThat(watch(Samples.change(new TicketCommand.Prioritise(1, Priority.URGENT), Samples.NEW)))
        .isEqualTo("! 30 #1 [ana] prioritised priority normal -> urgent");
    assertThat(
            watch(
                Samples.change(
                    new TicketCommand.Retag(
                        7,
                        List.of(
                            new TicketCommand.TagChange(true, "new"),
                            new TicketCommand.TagChange(false, "disk"))),
                    Samples.IN_PROGRESS)))
        .isEqualTo("! 30 #7 [ana] tagged tags +new -disk");
    assertThat(watch(Samples.change(new TicketCommand.SetDue(7, DUE), Samples.IN_PROGRESS)))
        .isEqualTo("! 30 #7 [ana] due due - -> 2026-12-01T17:30:00+01:00");
    assertThat(watch(Samples.change(everything(), Samples.IN_PROGRESS)))
        .isEqualTo(
            "! 30 #7 [ana] edited title \"Disque plein\" -> \"Vide\" · description"
                + " · status in-progress -> closed · resolution - -> duplicate"
                + " · priority high -> low · assignee ana -> Jules · tags -infra -disk");
  }

  @Test
  void shouldShowWhenATicketIsDue() {
    Ticket due =
        Samples.change(new TicketCommand.SetDue(7, DUE), Samples.IN_PROGRESS).event().after();
    for (Language language : Language.values()) {
      assertThat(written(language, out -> writer(language).ticketLine(out, due)))
          .endsWith(" · high · @ana · +infra · +disk · due:2026-12-01 17:30");
      assertThat(
              written(
                  language,
                  out -> writer(language).details(out, new TicketDetails(due, "", List.of()))))
          .contains("\n tags: infra disk\n due: 2026-12-01T17:30:00+01:00\n created: ");
    }
    assertThat(watch(Samples.filed(due, ""))).endsWith(" · +disk · due:2026-12-01 17:30");
    assertThat(watch(Samples.change(new TicketCommand.SetDue(7, Optional.empty()), due)))
        .isEqualTo("! 30 #7 [ana] due due 2026-12-01T17:30:00+01:00 -> -");
  }

  static TicketCommand.Edit everything() {
    return new TicketCommand.Edit(
        7,
        new TicketCommand.Patch(
            Optional.of("Vide"),
            Optional.of("after"),
            Optional.of(Priority.LOW),
            Optional.of(new TicketCommand.Assignment(Optional.of(Samples.JULES))),
            Optional.of(List.of()),
            Optional.of(Status.CLOSED),
            Optional.of(Resolution.DUPLICATE)),
        OptionalLong.empty());
  }

  @Test
  void shouldShowTheServerInFigures() {
    Stats stats =
        new Stats(
            new Figures(10, 4, 3, 2, 1, 50, 7, "/var/t\nicket_shm", 123_456, "always", 8),
            5,
            6,
            70);
    assertLines(
        new Response.StatsShown(stats),
        """
         tickets: 10
         open: 4
         in-progress: 3
         waiting: 2
         closed: 1
         events: 50
         generation: 7
         store: /var/t\ufffdicket_shm
         bytes: 123456
         sync: always
         connections: 5
         watchers: 6
         uptime-seconds: 70
         search-behind: 8
        [OK]""",
        english(new Response.StatsShown(stats)));
  }

  @Test
  void shouldHelp() {
    assertThat(french(new Response.HelpShown(Optional.of(Verb.TAKE))))
        .isEqualTo(
            """
             TAKE <numéro> | TAKE NEXT [critères]
              vous rend responsable d'un ticket, ou du plus urgent que personne n'a
              Un ticket open devient in-progress.
            [OK]""");
    assertHelpOnAll(french(new Response.HelpShown(Optional.empty())).lines().toList());
    assertHelpOnAll(english(new Response.HelpShown(Optional.empty())).lines().toList());
  }

  private static void assertHelpOnAll(List<String> lines) {
    for (Verb verb : Verb.values()) {
      assertThat(lines).anyMatch(line -> line.startsWith(" " + verb.name()));
    }
    assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.startsWith(" "));
    assertThat(lines.get(lines.size() - 1)).isEqualTo("[OK]");
    assertThat(lines).allMatch(line -> line.length() <= 80);
  }

  private static void assertRefused(Rejection rejection, String french, String english) {
    assertThat(written(Language.FR, out -> writer(Language.FR).refuse(out, rejection)))
        .isEqualTo(french);
    assertThat(written(Language.EN, out -> writer(Language.EN).refuse(out, rejection)))
        .isEqualTo(english);
  }

  @Test
  void shouldSayWhatIsWhereTheStateRefuses() {
    assertRefused(
        new Rejection.NoSuchTicket(9),
        "[ERR] not-found: le ticket #9 n'existe pas",
        "[ERR] not-found: there is no ticket #9");
    assertRefused(
        new Rejection.NothingToTake(),
        "[ERR] not-found: aucun ticket ouvert et sans responsable ne correspond",
        "[ERR] not-found: no open, unassigned ticket matches");
    assertRefused(
        new Rejection.AlreadyClosed(9, Resolution.FIXED),
        "[ERR] conflict: le ticket #9 est fermé (fixed)",
        "[ERR] conflict: the ticket #9 is closed (fixed)");
    assertRefused(
        new Rejection.NotClosed(9, Status.WAITING),
        "[ERR] conflict: le ticket #9 n'est pas fermé mais waiting",
        "[ERR] conflict: the ticket #9 is not closed but waiting");
    assertRefused(
        new Rejection.TakenByAnother(9, Samples.ANA),
        "[ERR] conflict: le ticket #9 est pris par ana",
        "[ERR] conflict: the ticket #9 is taken by ana");
    assertRefused(
        new Rejection.OtherVersion(9, 3, 4),
        "[ERR] conflict: le ticket #9 en est à la version 4, et non 3",
        "[ERR] conflict: the ticket #9 is at version 4, not 3");
    assertRefused(
        new Rejection.TooManyTags(9, 17),
        "[ERR] conflict: le ticket #9 aurait 17 étiquettes ; 16 au plus sont permises",
        "[ERR] conflict: the ticket #9 would have 17 tags; at most 16 are allowed");
    assertRefused(
        new Rejection.ResolutionWithoutClosing(9, Status.OPEN),
        "[ERR] conflict: une résolution demande le statut closed ; le ticket #9 serait open",
        "[ERR] conflict: a resolution needs the status closed; the ticket #9 would be open");
    assertRefused(
        new Rejection.KeyReused(new RequestKey("k1")),
        "[ERR] conflict: la clé k1 a servi pour une autre demande",
        "[ERR] conflict: the key k1 was used for another request");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void shouldSayEveryErrorInBothLanguages(ErrorCode code) {
    Response failed = new Response.Failed(code, Message.of(code));
    assertThat(french(failed)).matches("\\[ERR\\] " + code.wireName() + ": [^\\n]{10,}");
    assertThat(english(failed)).matches("\\[ERR\\] " + code.wireName() + ": [^\\n]{10,}");
    assertThat(french(failed)).isNotEqualTo(english(failed));
  }
}
