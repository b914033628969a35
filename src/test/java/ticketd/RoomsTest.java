package ticketd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the table of rooms in {@code docs/architecture.md}: which package may import which. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ticketd");

  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.of(
              "ticket", Set.of(),
              "wire", Set.of("ticket"),
              "protocol", Set.of("ticket", "wire"),
              "journal", Set.of("ticket"),
              "desk", Set.of("ticket"),
              "store", Set.of("ticket", "desk", "journal"),
              "session", Set.of("ticket", "wire", "protocol", "desk"),
              "server", Set.of("ticket", "wire", "protocol", "desk", "journal", "store", "session"),
              "client", Set.of("ticket", "wire", "protocol")));

  @Test
  void shouldImportOnlyWhatTheTableAllows() {
    MAY_IMPORT.forEach(
        (room, allowed) -> {
          List<String> forbidden = new ArrayList<>();
          for (String other : MAY_IMPORT.keySet()) {
            if (!other.equals(room) && !allowed.contains(other)) {
              forbidden.add("ticketd." + other + "..");
            }
          }
          check(
              noClasses()
                  .that()
                  .resideInAPackage("ticketd." + room + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(forbidden.toArray(String[]::new)));
        });
  }

  @Test
  void shouldHaveNoCircle() {
    check(slices().matching("ticketd.(*)..").should().beFreeOfCycles());
  }

  @Test
  void shouldKeepPekkoOutOfThePureRooms() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "ticketd.ticket..", "ticketd.wire..", "ticketd.protocol..", "ticketd.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "com.typesafe..", "scala.."));
  }

  @Test
  void shouldKeepFileChannelsInTheJournal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("ticketd.journal..", "ticketd.client..")
            .and()
            .resideInAPackage("ticketd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.channels.."));
  }

  @Test
  void shouldKeepTheTerminalInTheClient() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "ticketd.ticket..",
                "ticketd.wire..",
                "ticketd.protocol..",
                "ticketd.journal..",
                "ticketd.store..",
                "ticketd.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.jline.."));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
