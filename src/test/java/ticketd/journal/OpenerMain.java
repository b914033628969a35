package ticketd.journal;

import java.nio.file.Path;
import java.time.Duration;

/** Opens a store, closes it, and says {@code open}, or which kind of refusal it met. */
final class OpenerMain {
  private OpenerMain() {}

  public static void main(String[] args) {
    try {
      Journal.open(new JournalSettings(Path.of(args[0]), SyncMode.OS, Duration.ofSeconds(10)))
          .close();
      System.out.println("open");
    } catch (JournalException e) {
      System.out.println(e.kind());
    }
  }
}
