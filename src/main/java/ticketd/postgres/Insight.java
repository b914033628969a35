package ticketd.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * What a server tells of itself, and lets a node do: some managed ones let nobody call the
 * functions that say it. What is not told is 0, on both sides of each comparison.
 *
 * @param system which cluster it is
 * @param timeline how often a standby of it was promoted, and how far its log goes
 * @param message whether a synchronous write can be a message in its log, and needs no row
 * @param locks whether it has the locks by which nodes queue up
 */
record Insight(boolean system, boolean timeline, boolean message, boolean locks) {
  /** Of what is not there, may not be called, or is not supported. */
  private static final Set<String> REFUSALS = Set.of("42883", "42501", "0A000", "42704");

  /** Outside of a transaction: a function that may not be called would end it. */
  static Insight of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean message = isAllowed(statement, Sql.MAY_SEND_MESSAGE);
      boolean locks = isAllowed(statement, Sql.MAY_LOCK);
      Insight full = new Insight(true, true, message, locks);
      if (tells(statement, full)) {
        return full;
      }
      return new Insight(
          tells(statement, new Insight(true, false, message, locks)),
          tells(statement, new Insight(false, true, message, locks)),
          message,
          locks);
    }
  }

  private static boolean tells(Statement statement, Insight asked) throws SQLException {
    return isAllowed(statement, Sql.who(asked));
  }

  private static boolean isAllowed(Statement statement, String asked) throws SQLException {
    try {
      statement.execute(asked);
      return true;
    } catch (SQLException e) {
      if (REFUSALS.contains(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Whether a promotion can be seen. */
  boolean isOfItsHistory() {
    return system && timeline;
  }
}
