package ticketd.client.transfer;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import ticketd.wire.Excerpt;

/** A first line that names no column for titles. */
public final class NoTitleColumnException extends IOException {
  private static final long serialVersionUID = 1;

  private static final int SHOWN_COLUMNS = 30;

  NoTitleColumnException(List<String> columns) {
    super(shown(columns));
  }

  /** Not all of what may be no table at all. */
  private static String shown(List<String> columns) {
    String names =
        columns.stream().limit(SHOWN_COLUMNS).map(Excerpt::of).collect(Collectors.joining(", "));
    return columns.size() <= SHOWN_COLUMNS ? names : names + ", …";
  }
}
