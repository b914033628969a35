package ticketd.dist;

import java.io.IOException;
import java.nio.file.Path;
import ticketd.http.BoardFiles;

/**
 * Makes the board's files as they are sent, so that no server does so while somebody waits for its
 * first page. The build runs it; its result is in the jar in the place of the files themselves.
 */
public final class SentBoard {
  private SentBoard() {}

  /** Writes into the directory that the first argument names. */
  public static void main(String[] args) throws IOException {
    BoardFiles.write(Path.of(args[0]));
  }
}
