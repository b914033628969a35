package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.desk.Desk;
import ticketd.desk.NewChanges;
import ticketd.desk.Readiness;
import ticketd.desk.UnreadableException;
import ticketd.desk.View;
import ticketd.testing.Waiting;
import ticketd.ticket.Accounts;
import ticketd.ticket.Principal;
import ticketd.ticket.TicketQuery;
import ticketd.wire.WatchPosition;

/** What streams share, over a real store, by streams that are read one piece at a time. */
class EventHubTest {
  private static final Pattern SEQ =
      Pattern.compile("^data: \\{\"event\":\"[a-z]+\",\"seq\":(\\d+)");
  private static final int LARGE = 30_000;

  @TempDir Path folder;
  private LocalDoor door;
  private WaitsOf desk;
  private EventHub hub;
  private View view;

  /** The desk, which knows who asked to be told of changes and did not take it back. */
  private record WaitsOf(Desk desk, Set<ActorRef<NewChanges>> waits) implements Desk {
    @Override
    public void change(List<Change> run, ActorRef<Answers> replyTo) {
      desk.change(run, replyTo);
    }

    @Override
    public Optional<View> now() {
      return desk.now();
    }

    @Override
    public Accounts accounts() {
      return desk.accounts();
    }

    @Override
    public void awaitAccounts(long seq, ActorRef<AccountsChanged> replyTo) {
      desk.awaitAccounts(seq, replyTo);
    }

    @Override
    public void forgetAccounts(ActorRef<AccountsChanged> replyTo) {
      desk.forgetAccounts(replyTo);
    }

    @Override
    public Optional<View> caughtUp(Principal who) {
      return desk.caughtUp(who);
    }

    @Override
    public Optional<View> caughtUp() {
      return desk.caughtUp();
    }

    @Override
    public void whenCurrent(ActorRef<Current> replyTo) {
      desk.whenCurrent(replyTo);
    }

    @Override
    public void probe(ActorRef<Readiness> replyTo) {
      desk.probe(replyTo);
    }

    @Override
    public void awaitChange(long seq, ActorRef<NewChanges> replyTo) {
      waits.add(replyTo);
      desk.awaitChange(seq, replyTo);
    }

    @Override
    public void forget(ActorRef<NewChanges> replyTo) {
      waits.remove(replyTo);
      desk.forget(replyTo);
    }
  }

  @BeforeEach
  void start() {
    door = new LocalDoor(folder);
    HttpEnvironment real = door.environment();
    desk = new WaitsOf(real.desk(), ConcurrentHashMap.newKeySet());
    hub =
        new EventHub(
            new HttpEnvironment(
                real.system(),
                desk,
                real.language(),
                real.clock(),
                real.scans(),
                real.connections(),
                real.unfinished(),
                real.limits(),
                real.log(),
                real.process(),
                real.settings(),
                real.requests(),
                real.metrics(),
                real.entrance()));
    view = desk.now().orElseThrow();
  }

  @AfterEach
  void stop() {
    door.close();
  }

  private SinkQueueWithCancel<ByteString> open(TicketQuery query) {
    return open(query, view);
  }

  private SinkQueueWithCancel<ByteString> open(TicketQuery query, View view) {
    WatchPosition now = new WatchPosition(view.generation(), view.lastSeq());
    EventSubject subject =
        new EventSubject(query, Optional.empty(), EventFormat.SSE, view.generation());
    SinkQueueWithCancel<ByteString> stream =
        Source.fromGraph(
                new EventStream(
                    hub,
                    subject,
                    view,
                    now,
                    false,
                    new Right(door.environment().entrance(), Asker.NOBODY)))
            .runWith(
                Sink.<ByteString>queue().withAttributes(Attributes.inputBuffer(1, 1)),
                door.system());
    assertThat(pull(stream).utf8String()).contains("event: hello");
    return stream;
  }

  private static ByteString pull(SinkQueueWithCancel<ByteString> stream) {
    return stream
        .pull()
        .toCompletableFuture()
        .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join()
        .orElseThrow();
  }

  private void file(String title) {
    assertThat(door.post("/api/v1/tickets", title).status()).isEqualTo(201);
  }

  private void edit(int times) {
    for (int i = 0; i < times; i++) {
      String text = (i % 10 + "").repeat(LARGE);
      assertThat(
              door.ask("PATCH", "/api/v1/tickets/1", "{\"description\":\"" + text + "\"}").status())
          .isEqualTo(200);
    }
  }

  /** The numbers of the changes that a stream shows, up to {@code last}. */
  private static List<Long> shown(SinkQueueWithCancel<ByteString> stream, long last) {
    List<Long> shown = new ArrayList<>();
    while (shown.isEmpty() || shown.get(shown.size() - 1) < last) {
      for (String line : pull(stream).utf8String().split("\n", -1)) {
        Matcher change = SEQ.matcher(line);
        if (change.find()) {
          shown.add(Long.parseLong(change.group(1)));
        }
      }
    }
    return shown;
  }

  private static List<Long> fromTo(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static TicketQuery tagged(String tag) {
    return new TicketQuery(List.of(new TicketQuery.HasTag(tag)));
  }

  @Test
  void shouldRenderAChangeOnceForAllWhoShowItAlike() {
    List<SinkQueueWithCancel<ByteString>> streams = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      streams.add(open(TicketQuery.ALL));
      streams.add(open(new TicketQuery(List.of(new TicketQuery.Not(new TicketQuery.HasTag("x"))))));
    }
    file("a");
    ByteString first = pull(streams.get(0));
    assertThat(first.utf8String()).contains("\"seq\":1,");
    assertThat(streams.subList(1, streams.size()))
        .allSatisfy(s -> assertThat(pull(s)).isSameAs(first));
    door.post("/api/v1/tickets/1/tags", "{\"add\":[\"x\"]}");
    assertThat(pull(streams.get(0)).utf8String()).endsWith("\"matches\":true}\n\n");
    assertThat(pull(streams.get(1)).utf8String()).endsWith("\"matches\":false}\n\n");
  }

  @Test
  void shouldLeaveNothingBehindOfAThousandStreams() {
    List<SinkQueueWithCancel<ByteString>> streams = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      streams.add(open(i % 2 == 0 ? TicketQuery.ALL : tagged("t" + i % 50)));
    }
    assertThat(hub.channels()).isEqualTo(26);
    assertThat(hub.watchers().count()).isEqualTo(1_000);
    file("a");
    for (int i = 0; i < 1_000; i += 2) {
      assertThat(pull(streams.get(i)).utf8String()).contains("\"seq\":1,");
    }
    streams.forEach(SinkQueueWithCancel::cancel);
    Waiting.await()
        .untilAsserted(
            () -> {
              assertThat(hub.watchers().count()).isZero();
              assertThat(hub.channels()).isZero();
              assertThat(hub.checkpoint()).isFalse();
              assertThat(desk.waits()).isEmpty();
            });
  }

  @Test
  void shouldNotHoldUpOthersNorSkipWhoIsSlow() {
    file("a");
    SinkQueueWithCancel<ByteString> slow = open(TicketQuery.ALL);
    SinkQueueWithCancel<ByteString> fast = open(TicketQuery.ALL);
    int edits = 200;
    // Each shows two descriptions: more together than the channel holds.
    for (int i = 0; i < edits; i += 10) {
      edit(10);
      assertThat(shown(fast, i + 11)).isEqualTo(fromTo(i + 2, i + 11));
    }
    assertThat(shown(slow, edits + 1)).isEqualTo(fromTo(2, edits + 1));
    file("b");
    assertThat(shown(slow, edits + 2)).containsExactly(edits + 2L);
    assertThat(shown(fast, edits + 2)).containsExactly(edits + 2L);
  }

  @Test
  void shouldShowASlowOneWhatNobodyElseWaitedFor() {
    SinkQueueWithCancel<ByteString> slow = open(TicketQuery.ALL);
    file("a");
    file("b");
    file("c");
    // The channel went no further than the slow one, and goes on where this one stands.
    SinkQueueWithCancel<ByteString> late = open(TicketQuery.ALL);
    file("d");
    assertThat(shown(late, 4)).containsExactly(4L);
    assertThat(shown(slow, 4)).isEqualTo(fromTo(1, 4));
    file("e");
    assertThat(shown(slow, 5)).containsExactly(5L);
    assertThat(shown(late, 5)).containsExactly(5L);
  }

  @Test
  void shouldGoOnWithOthersWhereAFeedCannotBeOpened() {
    View broken =
        (View)
            Proxy.newProxyInstance(
                View.class.getClassLoader(),
                new Class<?>[] {View.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("changes")) {
                    throw new UnreadableException("planted");
                  }
                  return method.invoke(view, arguments);
                });
    SinkQueueWithCancel<ByteString> failing = open(tagged("x"), broken);
    SinkQueueWithCancel<ByteString> other = open(TicketQuery.ALL);
    assertThatThrownBy(() -> pull(failing)).hasRootCauseMessage("planted");
    file("a");
    assertThat(shown(other, 1)).containsExactly(1L);
    assertThat(hub.channels()).isEqualTo(1);
  }

  @Test
  void shouldNotRepeatWhatAStreamReadByItself() {
    EventChannel channel =
        new EventChannel(
            new EventSubject(TicketQuery.ALL, Optional.empty(), EventFormat.SSE, 1), view);
    EventPosition ahead = new EventPosition(channel, 5);
    assertThat(ahead.take().isEmpty()).isTrue();
    channel.append(renderings(1, 7), 7, 10_000);
    assertThat(ahead.take().size()).isEqualTo(200);
    assertThat(ahead.seq()).isEqualTo(7);
  }

  private static List<EventChannel.Rendering> renderings(int first, int last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(seq -> new EventChannel.Rendering(seq, ByteString.fromString("x".repeat(100))))
        .toList();
  }

  @Test
  void shouldHoldNoMoreThanItIsAllowedTo() {
    EventChannel channel =
        new EventChannel(
            new EventSubject(TicketQuery.ALL, Optional.empty(), EventFormat.SSE, 1), view);
    EventPosition ahead = new EventPosition(channel, 0);
    channel.append(renderings(1, 2), 2, 250);
    assertThat(ahead.take().size()).isEqualTo(200);
    assertThat(ahead.seq()).isEqualTo(2);
    EventPosition behind = new EventPosition(channel, 0);
    channel.append(renderings(3, 10), 12, 250);
    assertThat(behind.take().isEmpty()).isTrue();
    assertThat(behind.isBehind()).isTrue();
    assertThat(ahead.take().isEmpty()).isTrue();
    assertThat(ahead.isBehind()).isTrue();
    assertThat(channel.attach(7)).isEmpty();
    EventPosition last = new EventPosition(channel, 8);
    assertThat(last.take().size()).isEqualTo(200);
    assertThat(last.take().isEmpty()).isTrue();
    assertThat(last.seq()).as("that nothing else is to be shown is known").isEqualTo(12);
    channel.jump(20);
    assertThat(last.take().isEmpty()).isTrue();
    assertThat(last.isBehind()).isTrue();
    assertThat(last.seq()).isEqualTo(12);
    assertThat(channel.attach(19)).isEmpty();
    assertThat(channel.attach(20)).isPresent();
  }
}
