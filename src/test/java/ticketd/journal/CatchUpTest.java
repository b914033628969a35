package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another process's batch, and a fault at each step between reading and applying it: what was not
 * taken in is still to come, whatever was thrown, and nothing is written meanwhile.
 */
class CatchUpTest {
  /** What goes wrong, in the order of the steps. */
  private enum Fault {
    CANNOT_BE_MAPPED,
    WRONG_CHECKSUM,
    WRONG_NUMBER,
    WRONG_CHAIN,
    WRONG_LENGTH,
    FIELDS_DO_NOT_FIT,
    NO_SUCH_STATUS,
    ANOTHER_TICKET,
    TAKER_FAILS,
    ERROR_OF_THE_TAKER
  }

  @TempDir private Path directory;
  private boolean mappingFails;
  private long second;
  private byte[] good = new byte[0];

  private Path store() {
    return directory.resolve("store");
  }

  private FileAccess files() {
    return new ForwardingFiles(FileAccess.system()) {
      @Override
      protected OpenFile wrap(Path path, OpenFile file) {
        return new ForwardingFile(file) {
          @Override
          public ByteBuffer map(boolean writable, long position, int length) throws IOException {
            if (mappingFails) {
              throw new IOException("no memory");
            }
            return super.map(writable, position, length);
          }
        };
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void shouldDeliverWhatAFaultKeptFromBeingTakenIn(Fault fault) throws Exception {
    try (Journal journal =
        Journal.open(
            new JournalSettings(store(), SyncMode.OS, Duration.ofSeconds(5), 8192), files())) {
      new Scribe(journal).append(Scribe.file("one", ""), Scribe.file("two", ""));
      long position = journal.position();
      second = new LaterVersion(store()).append(true, (bytes, at, length) -> {});
      good = Files.readAllBytes(store());
      List<Long> taken = new ArrayList<>();

      plant(fault);
      for (int i = 0; i < 3; i++) {
        Throwable thrown = catchThrowable(() -> journal.catchUp(failing(fault)));
        assertThat(thrown).as("what is thrown").isNotNull();
        assertThat(thrown).hasMessageContaining(said(fault));
        assertThat(journal.position()).isEqualTo(position);
        assertThat(journal.nextSeq()).isEqualTo(3);
      }
      mend();

      journal.catchUp((batch, end) -> batch.forEach(event -> taken.add(event.seq())));
      assertThat(taken).containsExactly(3L, 4L);
      assertThat(journal.position()).isEqualTo(journal.committed()).isGreaterThan(position);
      Scribe.fileAs(journal, 5, "five");
    }
    StoreCheck.Report report = StoreCheck.run(store());
    assertThat(report.finding()).isEmpty();
    assertThat(report.tickets()).isEqualTo(5);
    assertThat(report.events()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FIELDS_DO_NOT_FIT", "NO_SUCH_STATUS", "ANOTHER_TICKET"})
  void shouldCallARecordDamagedThatIsWholeAndCannotBeRead(Fault fault) throws Exception {
    JournalSettings settings = new JournalSettings(store(), SyncMode.OS, Duration.ofSeconds(5));
    Journal.open(settings).close();
    second = new LaterVersion(store()).append(true, (bytes, at, length) -> {});
    plant(fault);
    StoreCheck.Report report = StoreCheck.run(store());
    assertThat(report.ok()).isFalse();
    assertThat(report.finding()).contains("damaged at offset " + second, said(fault));
    try (Journal journal = Journal.open(settings)) {
      assertThat(catchThrowable(() -> journal.catchUp((batch, end) -> {})))
          .hasMessage(report.finding());
    }
  }

  private static Replay failing(Fault fault) {
    return switch (fault) {
      case TAKER_FAILS ->
          (batch, end) -> {
            throw new IllegalStateException("not taken");
          };
      case ERROR_OF_THE_TAKER ->
          (batch, end) -> {
            throw new OutOfMemoryError("not taken");
          };
      default ->
          (batch, end) -> {
            throw new AssertionError("delivered in spite of " + fault);
          };
    };
  }

  private static String said(Fault fault) {
    return switch (fault) {
      case CANNOT_BE_MAPPED -> "cannot be mapped";
      case WRONG_CHECKSUM -> "wrong checksum";
      case WRONG_NUMBER -> "number 9 in place of 4";
      case WRONG_CHAIN -> "does not follow";
      case WRONG_LENGTH -> "a record of ";
      case FIELDS_DO_NOT_FIT, NO_SUCH_STATUS -> "the event's fields do not fit";
      case ANOTHER_TICKET -> "FILED of ticket 1";
      case TAKER_FAILS, ERROR_OF_THE_TAKER -> "not taken";
    };
  }

  private void plant(Fault fault) throws IOException {
    LaterVersion file = new LaterVersion(store());
    switch (fault) {
      case CANNOT_BE_MAPPED -> mappingFails = true;
      case WRONG_CHECKSUM -> file.overwrite(second + RecordDescriptor.HEADER, (byte) 0x7f);
      case WRONG_LENGTH -> file.overwrite(second + RecordDescriptor.LENGTH_AT, (byte) 1);
      case WRONG_NUMBER ->
          file.change(second, (bytes, at, length) -> bytes[at + RecordDescriptor.SEQ_AT] = 9);
      case WRONG_CHAIN ->
          file.change(
              second, (bytes, at, length) -> bytes[at + RecordDescriptor.PREVIOUS_CRC_AT] ^= 1);
      case FIELDS_DO_NOT_FIT ->
          file.change(second, (bytes, at, length) -> bytes[at + length - 1] = 5);
      case NO_SUCH_STATUS -> file.change(second, (bytes, at, length) -> bytes[at + STATUS_AT] = 9);
      case ANOTHER_TICKET ->
          file.change(second, (bytes, at, length) -> bytes[at + RecordDescriptor.HEADER] = 1);
      case TAKER_FAILS, ERROR_OF_THE_TAKER -> {}
    }
  }

  /** Behind the id, the time 0 and the shape, a byte each. */
  private static final int STATUS_AT = RecordDescriptor.HEADER + 3;

  private void mend() throws IOException {
    mappingFails = false;
    if (good.length > 0) {
      int end = (int) second + RecordDescriptor.HEADER + 64;
      new LaterVersion(store()).overwrite(second, Arrays.copyOfRange(good, (int) second, end));
    }
  }
}
