package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.Cap;
import ticketd.ticket.DeskEvent;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Grant;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Role;
import ticketd.ticket.Stamp;
import ticketd.ticket.TokenHash;
import ticketd.ticket.Verifier;

/** Events of no ticket, stored among those of tickets. */
class DeskEventsTest {
  private static final Identity ZOE = Scribe.identity("Zoé B");
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

  private static final Instant EARLY = Instant.ofEpochMilli(-5);

  /** One of each kind at least, and of each form. */
  private static final List<DeskEvent> EVENTS =
      List.of(
          new AccountEvent.Added(ZOE, Role.ADMIN),
          new AccountEvent.Disabled(ZOE),
          new AccountEvent.Enabled(ZOE),
          new AccountEvent.RoleSet(ZOE, Role.AGENT),
          new AccountEvent.PasswordSet(ZOE, verifier(600_000), OptionalLong.of(300)),
          new AccountEvent.PasswordSet(ZOE, verifier(1), OptionalLong.empty()),
          new AccountEvent.Rehashed(ZOE, verifier(700_000)),
          made(Cap.READ, Role.REQUESTER, Optional.empty(), Optional.empty(), false, true),
          made(Cap.FULL, Role.ADMIN, Optional.of(AT), Optional.of(AT.plusSeconds(1)), true, false),
          made(Cap.FULL, Role.AGENT, Optional.of(EARLY), Optional.empty(), true, true),
          made(Cap.FULL, Role.AGENT, Optional.empty(), Optional.of(EARLY), true, true),
          new AccountEvent.TokenRevoked(ZOE, 8),
          new AccountEvent.TokenRenewed(ZOE, 300, AT),
          new QueryEvent.Saved("mine", "assignee:me \"é x\""),
          new QueryEvent.Unsaved("mine"),
          new QueryEvent.Kept("mine", 300));

  /** Every other event of a query was asked for with one. */
  private static final KeyUse KEY = new KeyUse(new RequestKey("k:1"), new Fingerprint(-2, 3));

  @TempDir private Path directory;
  private final List<RecordedDeskEvent> written = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private Path store;

  private static Optional<KeyUse> key(DeskEvent event) {
    return event instanceof QueryEvent.Saved || event instanceof QueryEvent.Kept
        ? Optional.of(KEY)
        : Optional.empty();
  }

  private static Verifier verifier(int rounds) {
    return new Verifier(rounds, "0123456789abcdef".repeat(2), "fedcba9876543210".repeat(4));
  }

  private static DeskEvent made(
      Cap cap,
      Role role,
      Optional<Instant> expiresAt,
      Optional<Instant> renewableUntil,
      boolean session,
      boolean byPassword) {
    TokenHash hash = new TokenHash("00ff".repeat(16));
    return new AccountEvent.TokenMade(
        ZOE,
        new Grant(hash, "CI, nuit é", cap, role, expiresAt, session, renewableUntil, byPassword));
  }

  private Journal open() {
    return Journal.open(new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5), 8192));
  }

  /** Each event in a batch between two filings. */
  @BeforeEach
  void write() {
    store = directory.resolve("store");
    try (Journal journal = open()) {
      for (DeskEvent event : EVENTS) {
        Scribe.fileAs(journal, 1 + written.size(), "one");
        journal.lock();
        BatchWriter batch = journal.newBatch();
        RecordedDeskEvent recorded =
            new RecordedDeskEvent(new Stamp(Scribe.BOB, AT, batch.nextSeq()), event);
        batch.add(recorded, key(event));
        offsets.add(batch.lastOffset());
        written.add(recorded);
        journal.append(batch);
        journal.unlock();
      }
    }
  }

  @Test
  void shouldHaveOneOfEveryKind() {
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> family : DeskEvent.class.getPermittedSubclasses()) {
      kinds.addAll(Arrays.asList(family.getPermittedSubclasses()));
    }
    assertThat(EVENTS).extracting(Object::getClass).containsAll(kinds);
  }

  @Test
  void shouldBeReadAsTheyWereWritten() {
    List<RecordedDeskEvent> read = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    try (Journal journal = open()) {
      journal.catchUp(
          (batch, end) -> {
            for (StoredRecord record : batch) {
              seqs.add(record.seq());
              if (record instanceof StoredDeskEvent event) {
                read.add(event.recorded());
                Optional<KeyUse> key = key(event.recorded().event());
                assertThat(event.key()).isEqualTo(key.map(KeyUse::key));
                assertThat(event.fingerprint()).isEqualTo(key.map(KeyUse::fingerprint));
                assertThat(event.keyHash())
                    .isEqualTo(key.map(it -> StoredEvent.keyHash(Scribe.BOB, it.key())).orElse(0L));
              }
            }
          });
      assertThat(read).isEqualTo(written);
      assertThat(read.toString()).as("the spelling counts").isEqualTo(written.toString());
      assertThat(seqs).hasSize(2 * EVENTS.size()).isSorted().doesNotHaveDuplicates();
      for (int i = 0; i < written.size(); i++) {
        StoredRecord record = journal.reader().record(offsets.get(i), written.get(i).stamp().seq());
        assertThat(((StoredDeskEvent) record).recorded()).isEqualTo(written.get(i));
        long offset = offsets.get(i);
        assertThatThrownBy(() -> journal.reader().event(offset)).hasMessageContaining("damaged");
      }
    }
    assertThat(StoreCheck.run(store).tickets()).isEqualTo(EVENTS.size());
    assertThat(PythonReader.listed(store)).hasSize(EVENTS.size());
  }

  /** Its checksum is right, so that only the fields can tell. */
  @Test
  void shouldCallFieldsThatDoNotFitDamage() throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(store)).order(ByteOrder.LITTLE_ENDIAN);
    for (long offset : offsets) {
      byte[] record = new byte[bytes.getInt((int) offset)];
      bytes.get((int) offset, record);
      for (int cut = RecordDescriptor.HEADER; cut < record.length; cut++) {
        byte[] shorter = Arrays.copyOf(record, cut);
        ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN).putInt(0, cut);
        assertThatThrownBy(() -> StoredRecord.decode(store, offset, shorter, new IdentityCache()))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("damaged at offset " + offset);
      }
    }
  }
}
