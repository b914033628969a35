package ticketd.client.transfer;

import java.io.IOException;
import java.util.List;

/** A first line that names no column for titles. */
public final class NoTitleColumnException extends IOException {
  private static final long serialVersionUID = 1;

  NoTitleColumnException(List<String> columns) {
    super(String.join(", ", columns));
  }
}
