package ticketd.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * What a server tells of itself: some managed ones let nobody call the functions that say it. What
 * is not told is 0, on both sides of each comparison.
 *
 * @param system which cluster it is
 * @param timeline how often a standby of it was promoted, and how far its log goes
 */
record Insight(boolean system, boolean timeline) {
  private static final Insight FULL = new Insight(true, true);

  /** Of a function that is not there, may not be called, or is not supported. */
  private static final Set<String> REFUSALS = Set.of("42883", "42501", "0A000");

  /** Outside of a transaction: a function that may not be called would end it. */
  static Insight of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (tells(statement, FULL)) {
        return FULL;
      }
      return new Insight(
          tells(statement, new Insight(true, false)), tells(statement, new Insight(false, true)));
    }
  }

  private static boolean tells(Statement statement, Insight asked) throws SQLException {
    try {
      statement.execute(Sql.who(asked));
      return true;
    } catch (SQLException e) {
      if (REFUSALS.contains(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  boolean isFull() {
    return equals(FULL);
  }
}
