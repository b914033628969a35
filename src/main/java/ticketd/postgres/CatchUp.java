package ticketd.postgres;

import java.sql.SQLException;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/** Brings this node's copy of the order up with its rows. */
final class CatchUp {
  /** So many rows are asked for at once; of long ones fewer come. */
  static final int PAGE = 5_000;

  private CatchUp() {}

  /** Copies what is committed up to {@code last}, at least. For any thread with its own session. */
  static void copy(Session on, DeskFile file, long last) throws SQLException {
    while (file.seq() < last) {
      long next = file.next();
      on.rows(next, PAGE, taker(file));
      file.show();
      if (file.next() == next && file.seq() < last) {
        // Nobody of ours leaves that: a batch is one transaction.
        throw broken(file, next, ", or the rest of its batch, is missing");
      }
    }
  }

  private static void add(DeskFile file, long seq, byte[] record) {
    try {
      file.add(record);
    } catch (IllegalArgumentException e) {
      throw broken(file, seq, " is damaged: " + e.getMessage());
    }
  }

  /** Not another history: the same for every node, whatever it holds. */
  private static JournalException broken(DeskFile file, long seq, String what) {
    return new JournalException(
        JournalException.Kind.IO, file.file(), "row " + seq + " of the desk in PostgreSQL" + what);
  }

  /** Adds each record that the copy does not have yet. */
  static Session.Taker taker(DeskFile file) {
    return (seq, record) -> {
      synchronized (file) {
        // Another thread may copy the same.
        if (seq == file.next()) {
          add(file, seq, record);
        }
      }
    };
  }
}
