package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalReader;
import ticketd.journal.JournalSettings;
import ticketd.journal.LaterVersion;
import ticketd.journal.OneHost;
import ticketd.journal.SyncMode;
import ticketd.journal.text.Levels;
import ticketd.testing.Phrases;
import ticketd.testing.Seed;
import ticketd.testing.Waiting;
import ticketd.ticket.Comment;
import ticketd.ticket.DeskRules;
import ticketd.ticket.DueTime;
import ticketd.ticket.Identity;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Principal;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketQuery;
import ticketd.ticket.TimeRange;

/** What a search finds by the text index is what reading every ticket finds. */
class SearchTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();

  /** So small that a short test makes, merges and misses segments of every level. */
  private static final Levels LEVELS = new Levels(32, 3, 3);

  private final FileAccess files = new OneHost();
  private final Random random = Seed.random();
  private final List<Node> nodes = new ArrayList<>();
  @TempDir Path directory;

  /** A store, one of several on one file. */
  private final class Node {
    final RunningStore store;
    final TicketReader reader;

    Node() {
      store =
          new RunningStore(
              OpenStore.over(
                  FileLog.open(
                      new JournalSettings(file(), SyncMode.OS, Duration.ofSeconds(10)), files),
                  LEVELS,
                  DeskRules.NONE),
              Clock.systemUTC());
      reader = store.reader();
      nodes.add(this);
    }

    CompletableFuture<Answers> ask(List<Change> run) {
      return store.ask(run.toArray(Change[]::new));
    }

    List<Answer> change(TicketCommand... commands) {
      List<Change> run = new ArrayList<>();
      for (TicketCommand command : commands) {
        run.add(new Change(new Principal.Claimed(ANA), command, Optional.empty()));
      }
      return ask(run).join().answers();
    }

    /** Now, of everything that was committed before. */
    List<Ticket> list(ListQuery query) {
      store.whenCurrent(reader.committed()).join();
      List<Ticket> found = new ArrayList<>();
      long deadline = System.nanoTime() + Waiting.PATIENCE.toNanos();
      assertThat(reader.list(query).advance(deadline, found::add)).isFalse();
      return found;
    }

    List<Ticket> list(TicketQuery.Term... terms) {
      return list(query(ListQuery.Sort.ID, false, OptionalInt.empty(), terms));
    }

    void close() {
      store.close();
    }
  }

  private Path file() {
    return directory.resolve("tickets");
  }

  private Path texts() {
    return directory.resolve("tickets.text");
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  private static ListQuery query(
      ListQuery.Sort sort, boolean descending, OptionalInt limit, TicketQuery.Term... terms) {
    return new ListQuery(
        new TicketQuery(List.of(terms)), sort, descending, limit, OptionalLong.empty());
  }

  private static TicketQuery.Term title(String word) {
    return new TicketQuery.TitleHas(SearchWord.of(word).orElseThrow());
  }

  private static TicketQuery.Term text(String word) {
    return new TicketQuery.TextHas(SearchWord.of(word).orElseThrow());
  }

  private TicketCommand somethingNew(long tickets) {
    long id = tickets == 0 ? 1 : 1L + random.nextInt((int) tickets);
    int kind = tickets == 0 ? 0 : random.nextInt(12);
    if (kind < 5) {
      return TicketCommand.File.of(Phrases.of(random, 5), Phrases.of(random, 20));
    } else if (kind < 8) {
      return new TicketCommand.Comment(id, Phrases.of(random, 6));
    }
    if (kind > 9) {
      Instant due = Instant.ofEpochSecond(random.nextInt(10));
      return new TicketCommand.SetDue(
          id, Optional.of(new DueTime(due, Optional.empty())).filter(set -> kind == 10));
    }
    return new TicketCommand.Edit(
        id,
        new TicketCommand.Patch(
            kind == 8 ? Optional.of(Phrases.of(random, 5)) : Optional.empty(),
            kind == 9 ? Optional.of(Phrases.of(random, 9)) : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        OptionalLong.empty());
  }

  /** All tickets with their texts: what a scan would go through. */
  private static List<TicketDetails> all(Node node) {
    List<TicketDetails> all = new ArrayList<>();
    for (Ticket ticket : node.list()) {
      all.add(node.reader.ticket(ticket.id(), Integer.MAX_VALUE).orElseThrow());
    }
    return all;
  }

  private static boolean matches(TicketQuery query, TicketDetails details) {
    return query.matches(
        details.ticket(),
        new TicketQuery.Texts() {
          @Override
          public String description() {
            return details.description();
          }

          @Override
          public Iterable<String> comments() {
            return details.comments().stream().map(Comment::text).toList();
          }
        });
  }

  private Optional<TicketQuery.Term> someWord(List<TicketDetails> all) {
    TicketDetails one = all.get(random.nextInt(all.size()));
    List<String> texts = new ArrayList<>(List.of(one.ticket().title(), one.description()));
    one.comments().forEach(comment -> texts.add(comment.text()));
    String part = Phrases.part(random, texts.get(random.nextInt(texts.size())), 8);
    if (random.nextInt(6) == 0) {
      part = part + random.nextInt(10);
    }
    Optional<SearchWord> word = SearchWord.of(part);
    return random.nextInt(3) == 0
        ? word.map(TicketQuery.TitleHas::new)
        : word.map(TicketQuery.TextHas::new);
  }

  private TicketQuery.Term someDue() {
    int from = random.nextInt(10);
    TimeRange range =
        new TimeRange(
            Instant.ofEpochSecond(from),
            Instant.ofEpochSecond(from + random.nextInt(5)),
            Optional.empty());
    TicketQuery.Term term =
        random.nextInt(5) == 0
            ? new TicketQuery.IsOverdue(Clock.fixed(Instant.ofEpochSecond(from), ZoneOffset.UTC))
            : new TicketQuery.DueIn(Optional.of(range).filter(some -> random.nextInt(4) > 0));
    return random.nextInt(3) == 0 ? new TicketQuery.Not(term) : term;
  }

  private void compare(Node node, int queries) {
    List<TicketDetails> all = all(node);
    for (int n = 0; n < queries; n++) {
      List<TicketQuery.Term> terms = new ArrayList<>();
      for (int left = random.nextInt(4) / 2; left > 0; left--) {
        someWord(all)
            .ifPresent(
                word -> terms.add(random.nextInt(9) == 0 ? new TicketQuery.Not(word) : word));
      }
      if (random.nextInt(4) == 0) {
        terms.add(someDue());
      }
      compare(node, all, new TicketQuery(terms));
    }
  }

  private void compare(Node node, List<TicketDetails> all, TicketQuery filter) {
    List<Ticket> expected =
        new ArrayList<>(
            all.stream()
                .filter(details -> matches(filter, details))
                .map(TicketDetails::ticket)
                .toList());
    ListQuery.Sort sort = ListQuery.Sort.values()[random.nextInt(ListQuery.Sort.values().length)];
    boolean descending = random.nextBoolean();
    OptionalInt limit =
        sort != ListQuery.Sort.ID || random.nextBoolean()
            ? OptionalInt.of(1 + random.nextInt(20))
            : OptionalInt.empty();
    Comparator<Ticket> order =
        switch (sort) {
          case ID -> Comparator.comparing(Ticket::id);
          case UPDATED -> Comparator.comparing(Ticket::seq);
          case PRIORITY -> Comparator.comparing(Ticket::priority).thenComparing(Ticket::id);
          case DUE -> Comparator.comparing(SearchTest::due).thenComparing(Ticket::id);
        };
    if (descending) {
      order = order.reversed();
    }
    expected.sort(
        sort == ListQuery.Sort.DUE
            ? Comparator.comparing((Ticket ticket) -> ticket.extras().due().isEmpty())
                .thenComparing(order)
            : order);
    ListQuery query = new ListQuery(filter, sort, descending, limit, OptionalLong.empty());
    assertThat(node.list(query))
        .as(query.toString())
        .isEqualTo(expected.subList(0, Math.min(expected.size(), limit.orElse(Integer.MAX_VALUE))));
  }

  private static Instant due(Ticket ticket) {
    return ticket.extras().due().orElse(Instant.MAX);
  }

  private List<String> segments() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.exists(texts())) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(texts())) {
        entries.forEach(entry -> names.add(entry.getFileName().toString()));
      }
    }
    return names;
  }

  private void awaitIndex(Node node) {
    await().until(() -> node.reader.figures().searchBehind() < LEVELS.smallest());
  }

  @Test
  void shouldFindWhatAScanFindsWhileTwoStoresWrite() {
    Node one = new Node();
    Node other = new Node();
    long tickets = 0;
    for (int round = 0; round < 16; round++) {
      Node writer = random.nextBoolean() ? one : other;
      TicketCommand[] commands = new TicketCommand[1 + random.nextInt(40)];
      for (int i = 0; i < commands.length; i++) {
        commands[i] = somethingNew(tickets);
        tickets += commands[i] instanceof TicketCommand.File ? 1 : 0;
      }
      writer.change(commands);
      if (round % 5 == 4) {
        awaitIndex(random.nextBoolean() ? one : other);
      }
      compare(random.nextBoolean() ? one : other, 5);
    }
    awaitIndex(one);
    awaitIndex(other);
    compare(one, 25);
    compare(other, 25);
  }

  @Test
  void shouldFindOnTheVeryNextReadWhatWasWrittenElsewhere() {
    Node one = new Node();
    Node other = new Node();
    for (int n = 0; n < 100; n++) {
      String word = "mot" + n + "é";
      assertThat(one.change(TicketCommand.File.of(word, "x")))
          .hasOnlyElementsOfType(Answer.Applied.class);
      assertThat(other.list(title("MOT" + n + "e"))).hasSize(1);
      one.change(new TicketCommand.Comment(1, "note" + n + "ç"));
      assertThat(other.list(text("note" + n + "c"))).extracting(Ticket::id).containsExactly(1L);
      assertThat(other.list(title("note" + n + "c"))).isEmpty();
    }
  }

  /** The index keeps tickets in pages of 4,096. */
  @Test
  void shouldListNewestFirstAcrossPagesWhatWasChangedOftenSince() {
    Node node = new Node();
    int tickets = 4_200;
    TicketCommand[] filings = new TicketCommand[tickets];
    for (int id = 1; id <= tickets; id++) {
      filings[id - 1] = TicketCommand.File.of(id % 700 == 0 || id == 4_096 ? "rare" : "common", "");
    }
    node.change(filings);
    awaitIndex(node);
    for (int times = 0; times < 4; times++) {
      for (long id : new long[] {4_095, 4_096, 4_097}) {
        node.change(new TicketCommand.Comment(id, "again"));
      }
      assertThat(node.list(query(ListQuery.Sort.ID, true, OptionalInt.of(50), title("rare"))))
          .extracting(Ticket::id)
          .containsExactly(4_200L, 4_096L, 3_500L, 2_800L, 2_100L, 1_400L, 700L);
    }
  }

  @Test
  void shouldTakeTheNextByItsWords() {
    Node node = new Node();
    for (int n = 0; n < 200; n++) {
      node.change(TicketCommand.File.of(n % 50 == 20 ? "rare " + n : "common " + n, ""));
    }
    awaitIndex(node);
    TicketQuery rare = new TicketQuery(List.of(title("rare")));
    List<Long> taken = new ArrayList<>();
    for (Answer answer :
        node.change(
            new TicketCommand.TakeNext(rare),
            new TicketCommand.TakeNext(rare),
            TicketCommand.File.of("rare and new", ""),
            new TicketCommand.TakeNext(rare),
            new TicketCommand.TakeNext(rare),
            new TicketCommand.TakeNext(rare),
            new TicketCommand.TakeNext(rare))) {
      if (answer instanceof Answer.Applied applied) {
        taken.add(applied.ticket().id());
      } else {
        assertThat(answer).isInstanceOf(Answer.Rejected.class);
        taken.add(0L);
      }
    }
    assertThat(taken).containsExactly(21L, 71L, 201L, 121L, 171L, 201L, 0L);
  }

  /** A ticket may have more comments than memory holds. */
  @Test
  void shouldReadNoMoreOfATicketsCommentsThanItTakes() throws IOException {
    Node node = new Node();
    node.change(TicketCommand.File.of("talk", ""), new TicketCommand.Comment(1, "first"));
    JournalReader reader = node.store.log().replica().reader();
    long first = reader.next(reader.first());
    node.change(new TicketCommand.Comment(1, "second"));
    byte good = Files.readAllBytes(file())[(int) first + 30];
    new LaterVersion(file()).overwrite((int) first + 30, (byte) (good ^ 1));
    assertThat(node.list(text("second"))).hasSize(1);
    assertThat(
            node.change(
                new TicketCommand.TakeNext(new TicketQuery(List.of(text("second")))),
                new TicketCommand.TakeNext(new TicketQuery(List.of(text("first"))))))
        .satisfiesExactly(
            taken -> assertThat(taken).isInstanceOf(Answer.Applied.class),
            none -> assertThat(none).isInstanceOf(Answer.Rejected.class));
    new LaterVersion(file()).overwrite((int) first + 30, good);
    assertThat(node.list(text("first"))).hasSize(1);
  }

  @Test
  void shouldMakeTheSameSegmentsAgain() throws IOException {
    Node node = new Node();
    for (int n = 0; n < 40; n++) {
      TicketCommand[] commands = new TicketCommand[10];
      for (int i = 0; i < commands.length; i++) {
        commands[i] = TicketCommand.File.of(Phrases.of(random, 5), Phrases.of(random, 20));
      }
      node.change(commands);
    }
    // Of 288 and of 96 events; the last 16 are not enough for one.
    String generation = node.reader.generation() + "-";
    await()
        .untilAsserted(
            () ->
                assertThat(segments())
                    .containsExactlyInAnyOrder(generation + "1-288", generation + "289-384"));
    Path largest = texts().resolve(generation + "1-288");
    byte[] before = Files.readAllBytes(largest);
    Files.delete(largest);
    await().until(() -> Files.exists(largest));
    assertThat(Files.readAllBytes(largest)).isEqualTo(before);
    awaitIndex(node);
    compare(node, 20);
  }

  @Test
  void shouldGoOnWithoutASegmentThatIsDamagedOrCutShort() throws IOException {
    Node node = new Node();
    for (int n = 0; n < 40; n++) {
      node.change(
          TicketCommand.File.of(Phrases.of(random, 5), Phrases.of(random, 20)),
          TicketCommand.File.of(Phrases.of(random, 5), Phrases.of(random, 20)));
    }
    awaitIndex(node);
    for (String name : segments()) {
      try (FileAccess.OpenFile file =
          FileAccess.system().open(texts().resolve(name), FileAccess.OpenMode.WRITE)) {
        file.truncate(200);
      }
    }
    compare(node, 20);
    awaitIndex(node);
    compare(node, 20);
    node.close();
    nodes.clear();
    for (String name : segments()) {
      byte[] bytes = Files.readAllBytes(texts().resolve(name));
      bytes[random.nextInt(bytes.length)] ^= 1;
      Files.write(texts().resolve(name), bytes);
    }
    Node again = new Node();
    compare(again, 20);
    awaitIndex(again);
    compare(again, 20);
  }
}
