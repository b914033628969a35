package ticketd.http;

import org.jspecify.annotations.Nullable;

/**
 * A failure as the log may tell it: what failed and where, without messages, in which a stranger's
 * bytes may be.
 */
final class Nameless extends RuntimeException {
  private static final long serialVersionUID = 1;

  Nameless(Throwable failure) {
    super(failure.getClass().getName(), cause(failure), false, true);
    setStackTrace(failure.getStackTrace());
  }

  private static @Nullable Throwable cause(Throwable failure) {
    return failure.getCause() == null ? null : new Nameless(failure.getCause());
  }
}
