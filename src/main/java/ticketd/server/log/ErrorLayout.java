package ticketd.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

/**
 * {@code [LEVEL] message}, and the stack of what was thrown. No control character of a message
 * reaches a terminal.
 */
final class ErrorLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder().append('[').append(event.getLevel()).append("] ");
    event
        .getFormattedMessage()
        .chars()
        .forEach(unit -> line.append(unit < ' ' || unit == '\u007f' ? '?' : (char) unit));
    line.append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null
        ? line.toString()
        : line.append(ThrowableProxyUtil.asString(thrown)).toString();
  }
}
