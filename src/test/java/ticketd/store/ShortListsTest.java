package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.journal.JournalReader;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Identity;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Principal;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;

/** Short lists, whose tickets are kept from one to the next, beside long ones, which read all. */
class ShortListsTest {
  private static final int TICKETS = 60;
  private static final int ROUNDS = Size.of("rounds", 150, 1_500);
  private static final TicketQuery OPEN =
      new TicketQuery(List.of(new TicketQuery.StatusIn(Set.of(Status.OPEN))));

  private static final TicketQuery NEEDLE =
      new TicketQuery(List.of(new TicketQuery.TextHas(SearchWord.of("needle").orElseThrow())));

  @TempDir Path directory;
  private final SharedOrder order = new SharedOrder();
  private final List<RunningStore> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(RunningStore::close);
  }

  private RunningStore open(SharedOrder.Kind kind) {
    RunningStore node = new RunningStore(order.open(kind, directory));
    nodes.add(node);
    return node;
  }

  private static Change change(TicketCommand command) {
    return new Change(
        new Principal.Claimed(Identity.of("ana").orElseThrow()), command, Optional.empty());
  }

  private static void file(RunningStore node, int tickets) {
    for (int n = 0; n < tickets; n++) {
      assertThat(node.ask(change(TicketCommand.File.of("t " + n, ""))).join().answers().get(0))
          .isInstanceOf(Answer.Applied.class);
    }
  }

  private static ListQuery shortList(TicketQuery filter, ListQuery.Sort sort) {
    return new ListQuery(filter, sort, true, OptionalInt.of(50), OptionalLong.empty());
  }

  private static List<Ticket> list(RunningStore node, ListQuery query) {
    List<Ticket> found = new ArrayList<>();
    assertThat(
            node.reader().list(query).advance(System.nanoTime() + PATIENCE.toNanos(), found::add))
        .isFalse();
    return found;
  }

  /** Two servers change the same tickets and list them; each sees what the other did. */
  @ParameterizedTest
  @EnumSource(names = {"FILE", "MEMORY"})
  void shouldShowWhatALongListShows(SharedOrder.Kind kind) {
    Random random = Seed.random();
    open(kind);
    open(kind);
    file(nodes.get(0), TICKETS);
    for (int n = 0; n < ROUNDS; n++) {
      nodes.get(random.nextInt(2)).ask(change(random(random))).join();
      for (RunningStore node : nodes) {
        node.whenCurrent(node.reader().committed()).join();
        checkLists(node);
      }
    }
  }

  private static TicketCommand random(Random random) {
    long id = 1L + random.nextInt(TICKETS);
    return switch (random.nextInt(5)) {
      case 0 -> new TicketCommand.Close(id, Resolution.FIXED, Optional.empty());
      case 1 -> new TicketCommand.Reopen(id);
      case 2 -> new TicketCommand.Comment(id, random.nextBoolean() ? "needle" : "hay");
      case 3 -> new TicketCommand.Prioritise(id, Priority.values()[random.nextInt(4)]);
      default -> TicketCommand.File.of("another", "needle");
    };
  }

  private static void checkLists(RunningStore node) {
    List<Ticket> all = list(node, ListQuery.ALL);
    Comparator<Ticket> newest = Comparator.comparing(Ticket::id).reversed();
    Comparator<Ticket> changed = Comparator.comparing(Ticket::seq).reversed();
    assertThat(list(node, shortList(TicketQuery.ALL, ListQuery.Sort.ID)))
        .isEqualTo(first(all, newest, ticket -> true));
    assertThat(list(node, shortList(TicketQuery.ALL, ListQuery.Sort.UPDATED)))
        .isEqualTo(first(all, changed, ticket -> true));
    assertThat(list(node, shortList(OPEN, ListQuery.Sort.ID)))
        .isEqualTo(first(all, newest, ticket -> ticket.status() == Status.OPEN));
    List<Ticket> found =
        list(
            node,
            new ListQuery(
                NEEDLE, ListQuery.Sort.ID, true, OptionalInt.empty(), OptionalLong.empty()));
    assertThat(list(node, shortList(NEEDLE, ListQuery.Sort.ID)))
        .isEqualTo(first(found, newest, ticket -> true));
  }

  private static List<Ticket> first(
      List<Ticket> all, Comparator<Ticket> order, Predicate<Ticket> filter) {
    return all.stream().filter(filter).sorted(order).limit(50).toList();
  }

  @Test
  void shouldKeepWhatShortListsShowWhateverLongOnesDo() {
    RunningStore node = open(SharedOrder.Kind.FILE);
    file(node, TICKETS);
    JournalReader reader = node.log().replica().reader();
    list(node, ListQuery.ALL);
    assertThat(kept(reader)).isEmpty();
    List<Ticket> newest = list(node, shortList(TicketQuery.ALL, ListQuery.Sort.ID));
    assertThat(kept(reader)).hasSize(50);
    list(node, ListQuery.ALL);
    List<Ticket> again = list(node, shortList(TicketQuery.ALL, ListQuery.Sort.ID));
    for (int i = 0; i < 50; i++) {
      assertThat(again.get(i)).isSameAs(newest.get(i));
    }
    List<Ticket> changed = list(node, shortList(TicketQuery.ALL, ListQuery.Sort.UPDATED));
    assertThat(changed.get(0)).isSameAs(newest.get(0));
  }

  private static List<Ticket> kept(JournalReader reader) {
    List<Ticket> kept = new ArrayList<>();
    long at = reader.first();
    for (long id = 1; id <= TICKETS; id++) {
      reader.kept(id, at).ifPresent(kept::add);
      at = reader.next(at);
    }
    return kept;
  }
}
