package ticketd.store;

import ticketd.journal.JournalException;

/** Told how a store fares, by its actor alone. Every method returns at once. */
public interface StoreMeter {
  /** A batch of so many changes, one or more, is stored. */
  default void stored(int changes) {}

  /** Nothing could be stored, or the journal not be mended, and why. */
  default void failed(JournalException.Kind why) {}

  /** Whether changes are stored from now on, as far as the store knows; at first they are. */
  default void takesChanges(boolean does) {}

  /** Takes no notice. */
  static StoreMeter none() {
    return new StoreMeter() {};
  }
}
