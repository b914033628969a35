package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.desk.Scan;
import ticketd.desk.UnreadableException;
import ticketd.testing.Waiting;
import ticketd.wire.LineBuffer;

class RowSourceTest {
  @TempDir Path folder;

  /** A scan that fails behind its first row. */
  private static Scan<String> failing(RuntimeException failure) {
    return new Scan<>() {
      private boolean begun;

      @Override
      public boolean advance(long deadlineNanos, Scan.Sink<String> found) {
        if (begun) {
          throw failure;
        }
        begun = true;
        found.accept("row");
        return true;
      }
    };
  }

  private List<ILoggingEvent> logOf(RuntimeException failure) {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Faults.class);
    told.start();
    logger.addAppender(told);
    logger.setAdditive(false);
    try (LocalDoor door = new LocalDoor(folder)) {
      RowScan<String> scan = new RowScan<>(failing(failure), LineBuffer::append);
      RowSource rows =
          new RowSource(
              ByteString.fromString("first"),
              scan,
              door.environment().scans(),
              new Right(door.environment().entrance(), Asker.NOBODY));
      assertThatThrownBy(
              () ->
                  Source.fromGraph(rows)
                      .runWith(org.apache.pekko.stream.javadsl.Sink.ignore(), door.system())
                      .toCompletableFuture()
                      .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .hasCause(failure);
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(told);
    }
    return told.list;
  }

  @Test
  void shouldTellTheLogOfAFaultOfOursWithoutAStrangersBytes() {
    assertThat(logOf(new IllegalStateException("of a stranger")))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage()).isEqualTo("the rest of a long answer failed");
              assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                  .contains("IllegalStateException", "RowSourceTest")
                  .doesNotContain("stranger");
            });
  }

  @Test
  void shouldLeaveWhatCannotBeReadToWhoeverMetIt() {
    assertThat(logOf(new UnreadableException("damage"))).isEmpty();
  }
}
