package ticketd.client.screen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file cannot be used, in words. */
public final class FileFault {
  private FileFault() {}

  private static final class DirectoryException extends FileSystemException {
    private static final long serialVersionUID = 1;

    DirectoryException(Path directory) {
      super(directory.toString());
    }
  }

  /** Opens it to be read; a directory, too, would be opened, and not read. */
  public static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DirectoryException(file);
    }
    return Files.newInputStream(file);
  }

  /** The reason alone why this file, whoever opened it, could not be read. */
  public static String reason(Texts texts, Path file, IOException failure) {
    return Files.isDirectory(file) ? texts.get("file.directory") : reason(texts, failure);
  }

  /** The reason alone, without the file's name. */
  public static String reason(Texts texts, IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return texts.get("file.denied");
    } else if (failure instanceof NoSuchFileException) {
      return texts.get("file.none");
    } else if (failure instanceof DirectoryException) {
      return texts.get("file.directory");
    }
    String told = failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
    return told == null ? failure.getClass().getSimpleName() : told;
  }
}
