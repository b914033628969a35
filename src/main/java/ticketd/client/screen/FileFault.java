package ticketd.client.screen;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words. */
public final class FileFault {
  private FileFault() {}

  /** The reason alone, without the file's name. */
  public static String reason(Texts texts, IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return texts.get("file.denied");
    } else if (failure instanceof NoSuchFileException) {
      return texts.get("file.none");
    }
    String told = failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
    return told == null ? failure.getClass().getSimpleName() : told;
  }
}
