package ticketd.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;

/** What to make of an error of the database, by its SQLSTATE. */
enum Failure {
  /** Somebody else has that number: nothing was stored. */
  CONFLICT,
  /** No room there: nothing was stored. */
  FULL,
  /** This server takes no writes: another one is the primary. */
  STANDBY,
  /** This node stood still in its turn, and the server ended its connection: nothing was stored. */
  EXPIRED,
  /** The connection, or the server, is gone: what was under way may be stored. */
  LOST,
  /** Nothing was stored, and to ask again is of use. */
  AGAIN,
  /** Nothing was stored: the server does not do it. */
  REFUSED;

  static Failure of(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.equals("23505")) {
      return CONFLICT;
    } else if (state.equals("53100")) {
      return FULL;
    } else if (state.equals("25006")) {
      return STANDBY;
    } else if (state.equals("25P03") || state.equals("57P05")) {
      return EXPIRED;
    } else if (state.startsWith("08")
        // Statement completion unknown.
        || state.equals("40003")
        || state.startsWith("57P")
        || state.startsWith("58")
        || state.startsWith("XX")
        || state.isEmpty()) {
      return LOST;
    } else if (state.startsWith("40") || state.startsWith("53") || state.startsWith("55")) {
      return AGAIN;
    }
    return REFUSED;
  }

  /** Whether there is no session any more, or one to a server that another has succeeded. */
  static boolean endsSession(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    Failure failure = of(cause);
    return failure == EXPIRED
        || failure == STANDBY
        || (failure == LOST && !state.startsWith("58") && !state.startsWith("XX"));
  }

  /**
   * What went wrong, for people. Of a host that is unknown, or that no way leads to, the driver
   * says but that the attempt failed.
   */
  static String words(Exception cause) {
    Throwable below = cause.getCause();
    String said = String.valueOf(cause.getMessage());
    boolean isTold =
        !(below instanceof IOException)
            || below instanceof ConnectException
            || said.contains(String.valueOf(below.getMessage()));
    String told = isTold ? said : said + " " + below;
    // What the server adds, as a hint or a place, comes in lines of its own.
    return told.replaceAll("\\s*\\R\\s*", "; ");
  }
}
