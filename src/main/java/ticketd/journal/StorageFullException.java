package ticketd.journal;

import java.io.IOException;

/** There is no room for what was to be written: a full file system, a quota, a size limit. */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1;

  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
