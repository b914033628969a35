package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The file as a log. */
class FileLogTest extends SharedLogContract {
  private final AtomicBoolean inDoubt = new AtomicBoolean();
  private final FileAccess files =
      new ForwardingFiles(new OneHost()) {
        @Override
        protected OpenFile wrap(Path path, OpenFile file) {
          return new ForwardingFile(file) {
            @Override
            public void writeForced(ByteBuffer from, long position) throws IOException {
              super.writeForced(from, position);
              if (inDoubt.getAndSet(false)) {
                throw new java.io.SyncFailedException("planted");
              }
            }
          };
        }
      };

  @Override
  protected SharedLog open() {
    return FileLog.open(
        new JournalSettings(
            directory.resolve("store"), SyncMode.ALWAYS, Duration.ofMillis(1), 8192),
        files);
  }

  @Override
  protected void leaveNextInDoubt() {
    inDoubt.set(true);
  }

  @Override
  protected JournalException.Kind refusalInDoubt() {
    return JournalException.Kind.IO;
  }

  @Test
  void shouldGiveATurnToOneProcessAtATime() {
    try (SharedLog one = open();
        SharedLog other = open()) {
      Turn turn = one.tryTurn().orElseThrow();
      assertThat(other.tryTurn()).isEmpty();
      turn.close();
      turn = other.tryTurn().orElseThrow();
      assertThat(one.tryTurn()).isEmpty();
      turn.close();
    }
  }
}
