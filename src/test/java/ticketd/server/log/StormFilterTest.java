package ticketd.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StormFilterTest {
  private final AtomicLong clock = new AtomicLong();
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void configure() {
    written.start();
    context.addTurboFilter(new StormFilter(clock::get));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(written);
  }

  @Test
  void shouldLetAStormOfOneLoggerThroughTenTimes() {
    for (int i = 0; i < 1_000; i++) {
      context.getLogger("storm").error("accept error");
    }
    context.getLogger("other").warn("heard all the same");

    assertThat(written.list)
        .extracting(ILoggingEvent::getLoggerName)
        .hasSize(11)
        .endsWith("storm", "other");
  }

  @Test
  void shouldTellHowManyWereLeftOutAndBeginAgain() {
    for (int i = 0; i < 1_000; i++) {
      context.getLogger("storm").error("accept error");
    }
    clock.addAndGet(Duration.ofSeconds(11).toNanos());
    context.getLogger("storm").error("the next");

    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(12)
        .endsWith("storm: 990 entries more", "the next");
  }

  @Test
  void shouldNotCountWhatIsBelowTheLevel() {
    for (int i = 0; i < 1_000; i++) {
      context.getLogger("quiet").debug("nothing");
    }
    context.getLogger("quiet").warn("something");

    assertThat(written.list).hasSize(1);
  }
}
