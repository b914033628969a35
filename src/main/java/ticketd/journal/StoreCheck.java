package ticketd.journal;

import java.nio.file.Path;

/** Verifies a store, live or not, without changing it, its lock file included. */
@SuppressWarnings("DoNotCallSuggester")
public final class StoreCheck {
  private StoreCheck() {}

  /**
   * What was found.
   *
   * @param ok whether a server could open it without losing anything acknowledged
   * @param events records of events that were verified, noops included
   * @param bytes up to the last whole batch
   * @param finding one line naming file, offset and reason where something is wrong or would be
   *     cut; empty otherwise
   */
  public record Report(
      boolean ok, long tickets, long events, long generation, long bytes, String finding) {}

  public static Report run(Path file) {
    throw Skeleton.missing();
  }
}
