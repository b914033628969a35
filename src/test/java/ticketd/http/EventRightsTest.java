package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Desk;
import ticketd.desk.View;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.FileAccounts;
import ticketd.store.OpenStore;
import ticketd.testing.Waiting;
import ticketd.ticket.AccountCommand;
import ticketd.ticket.Command;
import ticketd.ticket.Identity;
import ticketd.ticket.Lifetime;
import ticketd.ticket.NewToken;
import ticketd.ticket.Principal;
import ticketd.ticket.Role;
import ticketd.ticket.Standing;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;
import ticketd.ticket.TokenHash;
import ticketd.wire.WatchPosition;

/** Streams of events of a closed desk: each shows what its peer sees, as long as that may be. */
class EventRightsTest {
  private static final Principal.Root ROOT = new Principal.Root(Identity.DESK);

  @TempDir Path folder;
  private LocalDoor door;
  private Desk desk;
  private EventHub hub;
  private int hashes;

  private static Identity name(String name) {
    return Identity.of(name).orElseThrow();
  }

  private AccountCommand add(String name, Role role) {
    return new AccountCommand.Add(
        name(name), role, Optional.empty(), Optional.of(token(new Lifetime.Usual())));
  }

  private NewToken token(Lifetime lifetime) {
    return new NewToken(
        new TokenHash(String.format("%064x", ++hashes)),
        "",
        Optional.empty(),
        Optional.empty(),
        lifetime,
        false);
  }

  @BeforeEach
  void start() {
    JournalSettings settings =
        new JournalSettings(folder.resolve("tickets"), SyncMode.OS, Duration.ofSeconds(2));
    try (FileAccounts accounts =
        new FileAccounts(OpenStore.open(settings, FileAccess.system()), Clock.systemUTC())) {
      List<AccountCommand> all = new ArrayList<>();
      all.add(add("Root", Role.ADMIN));
      all.add(add("Ana", Role.AGENT));
      all.add(add("Bo", Role.REQUESTER));
      all.add(add("Cy", Role.REQUESTER));
      assertThat(accounts.run(ROOT, all)).hasSize(4);
    }
    door = new LocalDoor(folder);
    desk = door.environment().desk();
    hub = new EventHub(door.environment());
  }

  @AfterEach
  void stop() {
    door.close();
  }

  private Principal.Known as(String name) {
    TokenHash hash =
        desk.accounts().account(name(name)).orElseThrow().tokens().get(0).grant().hash();
    return Standing.ofToken(desk.accounts(), hash, Clock.systemUTC().instant()).orElseThrow();
  }

  private Answer ask(Principal who, Command command) {
    return AskPattern.<Object, Answers>ask(
            door.environment().system().ignoreRef(),
            replyTo -> {
              desk.change(List.of(new Change(who, command, Optional.empty())), replyTo);
              return command;
            },
            Waiting.PATIENCE,
            door.environment().system().scheduler())
        .toCompletableFuture()
        .join()
        .answers()
        .get(0);
  }

  private void file(String name, String title) {
    assertThat(ask(as(name), TicketCommand.File.of(title, ""))).isInstanceOf(Answer.Applied.class);
  }

  private SinkQueueWithCancel<ByteString> open(Principal who) {
    View view = desk.now().flatMap(all -> desk.caughtUp(who)).orElseThrow();
    WatchPosition now = new WatchPosition(view.generation(), view.lastSeq());
    EventSubject subject =
        new EventSubject(TicketQuery.ALL, view.onlyOf(), EventFormat.SSE, view.generation());
    Right right = new Right(door.environment().entrance(), Asker.of(who));
    SinkQueueWithCancel<ByteString> stream =
        Source.fromGraph(new EventStream(hub, subject, view.shared(), now, false, right))
            .runWith(
                Sink.<ByteString>queue().withAttributes(Attributes.inputBuffer(1, 1)),
                door.system());
    assertThat(pull(stream)).hasValueSatisfying(it -> assertThat(it).contains("event: hello"));
    return stream;
  }

  private static Optional<String> pull(SinkQueueWithCancel<ByteString> stream) {
    return stream
        .pull()
        .toCompletableFuture()
        .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join()
        .map(ByteString::utf8String);
  }

  private static void assertRevoked(SinkQueueWithCancel<ByteString> stream) {
    assertThat(pull(stream)).contains("event: revoked\ndata: {}\n\n");
    assertThat(pull(stream)).isEmpty();
  }

  @Test
  void shouldShowARequesterTheChangesOfHisOwnTickets() {
    SinkQueueWithCancel<ByteString> ana = open(as("Ana"));
    SinkQueueWithCancel<ByteString> bo = open(as("Bo"));
    SinkQueueWithCancel<ByteString> cy = open(as("Cy"));
    assertThat(hub.channels()).as("one for each who sees alike").isEqualTo(3);
    file("Cy", "of Cy");
    file("Bo", "of Bo");
    assertThat(pull(bo).orElseThrow()).contains("of Bo").doesNotContain("of Cy");
    assertThat(pull(cy).orElseThrow()).contains("of Cy").doesNotContain("of Bo");
    String seen = pull(ana).orElseThrow();
    while (!seen.contains("of Bo")) {
      seen += pull(ana).orElseThrow();
    }
    assertThat(seen).contains("of Cy");
  }

  @Test
  void shouldEndAnIdleStreamWhoseRightIsOverAndNoOther() {
    SinkQueueWithCancel<ByteString> ana = open(as("Ana"));
    SinkQueueWithCancel<ByteString> root = open(as("Root"));
    ask(as("Root"), new AccountCommand.SetRole(name("Ana"), Role.REQUESTER));
    // As the server does when the desk tells that accounts have changed.
    door.environment().entrance().signedIn().look();
    assertRevoked(ana);
    file("Bo", "of Bo");
    assertThat(pull(root).orElseThrow()).contains("of Bo");
    // Until the end of the token that it came with.
    SinkQueueWithCancel<ByteString> bo = open(as("Bo"));
    ask(
        as("Bo"),
        new AccountCommand.RevokeToken(
            name("Bo"), desk.accounts().account(name("Bo")).orElseThrow().tokens().get(0).id()));
    door.environment().entrance().signedIn().look();
    assertRevoked(bo);
  }

  @Test
  void shouldShowNothingThatCameBehindTheEndOfTheRight() {
    Principal.Known ana = as("Ana");
    SinkQueueWithCancel<ByteString> stream = open(ana);
    ask(as("Root"), new AccountCommand.Disable(name("Ana")));
    file("Bo", "secret");
    assertRevoked(stream);
  }
}
