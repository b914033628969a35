package ticketd.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.server.settings.Setting;

class ErrorLogTest {
  private final Exception cause = new IllegalStateException("planted", new IOException("cause"));

  private final List<LoggerContext> contexts = new ArrayList<>();

  @AfterEach
  void stop() {
    contexts.forEach(LoggerContext::stop);
  }

  private LoggerContext context() {
    LoggerContext context = new LoggerContext();
    contexts.add(context);
    return context;
  }

  private LoggerContext byItself(LogFormat format) {
    LoggerContext context = context();
    ErrorLog.configure(context, format);
    return context;
  }

  private LoggerContext byFile(LogFormat format) throws JoranException {
    LoggerContext context = context();
    context.putProperty(Setting.LOG_FORMAT.path(), format.wireName());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new File("config/logback.xml"));
    return context;
  }

  private static AsyncAppender async(LoggerContext context) {
    return (AsyncAppender)
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders().next();
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    return (ConsoleAppender<ILoggingEvent>) async(context).iteratorForAppenders().next();
  }

  private String written(LoggerContext context) {
    Logger logger = context.getLogger("a.logger");
    LoggingEvent event =
        new LoggingEvent("x", logger, Level.WARN, "a\u001b[31m {}", cause, new Object[] {"b"});
    event.setTimeStamp(1);
    return new String(console(context).getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayTheSameAsTheFileThatIsToBeChanged(LogFormat format) throws JoranException {
    LoggerContext itself = byItself(format);
    LoggerContext file = byFile(format);
    assertThat(written(itself)).contains("planted").isEqualTo(written(file));
    assertThat(console(itself).getTarget())
        .isEqualTo(console(file).getTarget())
        .isEqualTo("System.err");
    for (LoggerContext context : List.of(itself, file)) {
      assertThat(context.getLogger("a.logger").getEffectiveLevel()).isEqualTo(Level.WARN);
      assertThat(context.getTurboFilterList()).singleElement().isInstanceOf(StormFilter.class);
    }
    assertThat(async(itself))
        .usingRecursiveComparison()
        .comparingOnlyFields("queueSize", "neverBlock", "maxFlushTime", "discardingThreshold")
        .isEqualTo(async(file));
  }

  @Test
  void shouldMaskControlCharacters() {
    assertThat(written(byItself(LogFormat.TEXT))).startsWith("[WARN] a?[31m b\n");
  }

  @Test
  void shouldBeFoundByLogbackAndLetAFileComeFirst() {
    assertThat(ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class))
        .hasAtLeastOneElementOfType(ErrorLog.class);
    LoggerContext context = context();
    // In the tests there is a file.
    new ErrorLog().configure(context);
    assertThat(
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders().hasNext())
        .isFalse();
  }

  @Test
  void shouldLookForTheFormatWhereTheSettingIs() {
    assertThat(LogSetup.FORMAT).isEqualTo(Setting.LOG_FORMAT.path());
  }
}
