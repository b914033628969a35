package ticketd.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words and without its name. */
public final class FileFault {
  private FileFault() {}

  /** What some exceptions tell by their class has no words of the system's. */
  public static String reason(IOException cause) {
    String words = cause.getMessage();
    if (cause instanceof FileSystemException ofFile) {
      words = ofFile.getReason();
    }
    if (words != null) {
      return words;
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof NoSuchFileException) {
      return "does not exist";
    } else if (cause instanceof FileAlreadyExistsException) {
      return "exists already";
    } else if (cause instanceof NotDirectoryException) {
      return "is not a directory";
    }
    return cause.getClass().getSimpleName();
  }
}
