package ticketd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the table of rooms in {@code docs/architecture.md}: which package may import which. */
class RoomsTest {
  /** The room of {@link Main}, which the others are below. */
  private static final String ROOT = "";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ticketd");

  private static final String SERVER = "ticketd.server";

  private static final Map<String, Set<String>> IN_THE_SERVER =
      new TreeMap<>(
          Map.of(
              "text", Set.of(),
              "loop", Set.of(),
              "log", Set.of("text"),
              "tls", Set.of("text"),
              "metrics", Set.of("log", "tls"),
              "settings", Set.of("text", "log", "tls")));

  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              entry(ROOT, Set.of("launch")),
              entry("ticket", Set.of()),
              entry("credential", Set.of("ticket")),
              entry("wire", Set.of("ticket", "credential")),
              entry("protocol", Set.of("ticket", "credential", "wire")),
              entry("journal", Set.of("ticket")),
              entry("postgres", Set.of("ticket", "journal")),
              entry("desk", Set.of("ticket")),
              entry("store", Set.of("ticket", "desk", "journal")),
              entry("meter", Set.of()),
              entry("tls", Set.of()),
              entry("door", Set.of("ticket", "credential", "wire", "meter")),
              entry("session", Set.of("ticket", "wire", "protocol", "desk", "door")),
              entry("http", Set.of("ticket", "credential", "wire", "desk", "door")),
              entry(
                  "server",
                  Set.of(
                      "ticket",
                      "credential",
                      "wire",
                      "protocol",
                      "desk",
                      "journal",
                      "postgres",
                      "store",
                      "door",
                      "meter",
                      "session",
                      "http",
                      "tls")),
              entry("client", Set.of("ticket", "credential", "wire", "protocol", "tls")),
              entry(
                  "launch",
                  Set.of(
                      "ticket",
                      "credential",
                      "wire",
                      "desk",
                      "journal",
                      "postgres",
                      "store",
                      "door",
                      "server",
                      "client")),
              entry("dist", Set.of("wire", "http", "client", "launch"))));

  /** The classes that a process starts with, each with those inside it. */
  private static final SliceAssignment STARTING =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return Set.of(ROOT, "launch").contains(room(type))
              ? SliceIdentifier.of(type.getName().split("\\$", 2)[0])
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "classes of a start";
        }
      };

  /** Of the package {@code ticketd.client.link} it is {@code client}. */
  private static String room(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", 3);
    return names.length == 1 ? ROOT : names[1];
  }

  private static DescribedPredicate<JavaClass> in(Set<String> rooms) {
    return DescribedPredicate.describe(
        "are in " + rooms,
        type -> type.getPackageName().matches("ticketd(\\..*)?") && rooms.contains(room(type)));
  }

  @Test
  void shouldHaveTheRoomsOfTheTable() {
    assertThat(CLASSES.stream().map(RoomsTest::room).collect(toSet()))
        .isEqualTo(MAY_IMPORT.keySet());
  }

  @Test
  void shouldHaveNothingInTheRootButTheEntryPoint() {
    assertThat(CLASSES.stream().filter(type -> room(type).equals(ROOT)))
        .extracting(JavaClass::getSimpleName)
        .containsExactlyInAnyOrder("Main", "package-info");
  }

  @Test
  void shouldImportOnlyWhatTheTableAllows() {
    MAY_IMPORT.forEach(
        (room, allowed) -> {
          Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
          forbidden.removeAll(allowed);
          forbidden.remove(room);
          check(noClasses().that(in(Set.of(room))).should().dependOnClassesThat(in(forbidden)));
        });
  }

  /** Inside the server; what is composed of them, the package itself, is for none of them. */
  @Test
  void shouldKnowNothingOfTheServerInItsOwnRooms() {
    IN_THE_SERVER.forEach(
        (room, allowed) -> {
          List<String> forbidden = new ArrayList<>(List.of(SERVER));
          for (String other : IN_THE_SERVER.keySet()) {
            if (!other.equals(room) && !allowed.contains(other)) {
              forbidden.add(SERVER + "." + other + "..");
            }
          }
          noClasses()
              .that()
              .resideInAPackage(SERVER + "." + room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(forbidden.toArray(String[]::new))
              .check(CLASSES);
        });
    check(
        classes()
            .that()
            .resideInAPackage(SERVER + ".*..")
            .should()
            .resideInAnyPackage(
                IN_THE_SERVER.keySet().stream()
                    .map(room -> SERVER + "." + room + "..")
                    .toArray(String[]::new)));
  }

  @Test
  void shouldHaveNoCircle() {
    check(slices().matching("ticketd.(*)..").should().beFreeOfCycles());
  }

  /** A start loads what it needs, and no more, as long as each class of it knows those below. */
  @Test
  void shouldHaveNoCircleOfClassesInAStart() {
    check(slices().assignedFrom(STARTING).should().beFreeOfCycles());
  }

  @Test
  void shouldKeepPekkoOutOfThePureRooms() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "ticketd.ticket..",
                "ticketd.wire..",
                "ticketd.protocol..",
                "ticketd.journal..",
                "ticketd.meter..",
                "ticketd.tls..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "com.typesafe..", "scala.."));
  }

  @Test
  void shouldKeepFileChannelsInTheJournal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "ticketd.journal..", "ticketd.client..", "ticketd.server.loop..")
            .and()
            .resideInAPackage("ticketd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.channels.."));
  }

  @Test
  void shouldKeepCommandLinesAndTheTerminalWithTheClient() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("ticketd.client..", "ticketd.launch..", "ticketd.dist..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.jline.."));
  }

  @Test
  void shouldKeepPekkoHttpInItsDoor() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ticketd.http..")
            .and()
            .resideInAPackage("ticketd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko.http.."));
  }

  @Test
  void shouldKeepTheDatabaseInItsRoom() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ticketd.postgres..")
            .and()
            .resideInAPackage("ticketd..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."));
  }

  @Test
  void shouldKeepTheFormatsOfMetricsWithTheScrape() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ticketd.server.metrics..")
            .and()
            .resideInAPackage("ticketd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus.."));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
