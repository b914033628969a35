package ticketd.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import ticketd.journal.JournalSettings;
import ticketd.journal.Origin;
import ticketd.journal.SyncMode;

/**
 * The tables, made and changed by numbered files in order, by a role that owns them: a node only
 * looks whether it can use them.
 */
final class Schema {
  /** Of this program's advisory locks. */
  static final int LOCK_CLASS = 0x746b64;

  /** The highest number of a file. */
  static final int VERSION = 1;

  /** What a program must know, at least, to use tables of {@link #VERSION}. */
  private static final int MIN_READER = 1;

  /** Of a desk's records; see the journal's header. */
  static final int FORMAT = 2;

  /** Since this one events of the desk may be among the records. */
  static final int NEW_KINDS = 2;

  static final int CHUNK_BYTES = 64 << 20;

  /** Those that hold whatever a node sends: the second one takes bytes as they are. */
  private static final Set<String> ENCODINGS = Set.of("UTF8", "SQL_ASCII");

  private static final String UNTRANSLATABLE = "22P05";
  private static final String NO_SCHEMA = "3F000";
  private static final String NO_TABLE = "42P01";

  private Schema() {}

  /** A desk, by its number and what its copies are made with. */
  record Desk(int number, long generation, int chunkBytes, int salt, int format) {
    /** How its copy in {@code file} is opened, or made. */
    JournalSettings copyIn(Path file) {
      Origin origin = new Origin(number, salt, generation);
      return new JournalSettings(file, SyncMode.OS, Duration.ZERO, chunkBytes, Optional.of(origin));
    }
  }

  private interface Work<T> {
    T by(Statement statement) throws SQLException;
  }

  /** Does it as one transaction, or not at all. */
  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      T done = work.by(statement);
      connection.commit();
      return done;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Brings the tables to {@link #VERSION}; from nothing, too. */
  static void migrate(Connection connection) throws SQLException {
    inTransaction(
        connection,
        statement -> {
          Optional<String> unfit = unfitEncoding(statement);
          if (unfit.isPresent()) {
            throw new SQLException(unfit.get(), UNTRANSLATABLE);
          }
          statement.execute("SELECT pg_advisory_xact_lock(" + LOCK_CLASS + ", 0)");
          statement.execute("CREATE SCHEMA IF NOT EXISTS ticketd");
          statement.execute(
              "CREATE TABLE IF NOT EXISTS ticketd.schema_version"
                  + " (version int NOT NULL, min_reader int NOT NULL)");
          int found = version(statement);
          for (int next = found + 1; next <= VERSION; next++) {
            statement.execute(text(next));
          }
          if (found < VERSION) {
            statement.execute("DELETE FROM ticketd.schema_version");
            statement.execute(
                "INSERT INTO ticketd.schema_version VALUES (" + VERSION + ", " + MIN_READER + ")");
          }
          return found;
        });
  }

  /** An encoding that lacks somebody's letters would refuse his changes, and who files with him. */
  private static Optional<String> unfitEncoding(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(Sql.ENCODING)) {
      found.next();
      String encoding = found.getString(1);
      return ENCODINGS.contains(encoding)
          ? Optional.empty()
          : Optional.of(
              "the database's encoding is "
                  + encoding
                  + ", which lacks letters that names may have; make one with ENCODING 'UTF8'");
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(Sql.VERSION)) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  private static String text(int number) {
    try (InputStream file = Schema.class.getResourceAsStream(number + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("no " + number + ".sql");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a desk in which nothing is. Its number is nobody's, nor of one whose events outlived it.
   *
   * @return whether there was none of that name
   */
  static boolean createDesk(Connection connection, String name, int chunkBytes)
      throws SQLException {
    int salt = new SecureRandom().nextInt();
    Insight insight = Insight.of(connection);
    return inTransaction(
        connection,
        statement -> insertDesk(connection, name, chunkBytes, salt, OptionalLong.empty(), insight));
  }

  /**
   * The same as a part of the caller's transaction.
   *
   * @param generation that it has elsewhere; else it gets one
   */
  static boolean insertDesk(
      Connection connection,
      String name,
      int chunkBytes,
      int salt,
      OptionalLong generation,
      Insight insight)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement desk =
            connection.prepareStatement(
                "INSERT INTO ticketd.desk (desk, name, generation, timeline, system_id,"
                    + " chunk_bytes, salt, format) SELECT coalesce(greatest((SELECT max(desk) FROM"
                    + " ticketd.desk), (SELECT max(desk) FROM ticketd.event)), 0) + 1, ?, coalesce(?, (extract(epoch FROM clock_timestamp())"
                    + " * 1000)::bigint), w.server_timeline, w.system_identifier, ?, ?, ? FROM ("
                    + Sql.who(insight)
                    + ") w ON CONFLICT (name) DO NOTHING");
        PreparedStatement genesis =
            connection.prepareStatement(
                "INSERT INTO ticketd.event SELECT desk, 0, 0, 0, clock_timestamp(), '', NULL,"
                    + " salt, gen_random_uuid(), '' FROM ticketd.desk WHERE name = ?")) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK_CLASS + ", 0)");
      desk.setString(1, name);
      desk.setObject(2, generation.isPresent() ? generation.getAsLong() : null, Types.BIGINT);
      desk.setInt(3, chunkBytes);
      desk.setInt(4, salt);
      desk.setInt(5, FORMAT);
      boolean made = desk.executeUpdate() == 1;
      if (made) {
        genesis.setString(1, name);
        genesis.executeUpdate();
      }
      return made;
    }
  }

  /**
   * Removes a desk in which nothing ever was, as {@code store create} leaves it; nobody can append
   * to it meanwhile.
   */
  static void removeEmptyDesk(Connection connection, int desk) throws SQLException {
    inTransaction(
        connection,
        statement -> {
          statement.execute("LOCK TABLE ticketd.event IN SHARE ROW EXCLUSIVE MODE");
          int removed =
              statement.executeUpdate(
                  "DELETE FROM ticketd.desk WHERE desk = "
                      + desk
                      + " AND NOT EXISTS (SELECT FROM ticketd.event WHERE desk = "
                      + desk
                      + " AND seq > 0)");
          if (removed == 1) {
            statement.executeUpdate("DELETE FROM ticketd.event WHERE desk = " + desk);
          }
          return removed;
        });
  }

  /** From now on nodes may write all kinds of records that this program knows. */
  static void raiseFormat(Connection connection, String name) throws SQLException {
    try (PreparedStatement raise =
        connection.prepareStatement(
            "UPDATE ticketd.desk SET format = ? WHERE name = ? AND format < ?")) {
      raise.setInt(1, FORMAT);
      raise.setString(2, name);
      raise.setInt(3, FORMAT);
      if (raise.executeUpdate() == 0 && find(connection, name).isEmpty()) {
        throw noDesk(name);
      }
    }
  }

  /** Makes this server the desk's, with a new generation or the one that it has; returns it. */
  static long renew(Hosts.Primary primary, String name, boolean anew) throws SQLException {
    Insight insight = primary.insight();
    try (PreparedStatement renew =
        primary
            .connection()
            .prepareStatement(
                "UPDATE ticketd.desk SET timeline = coalesce(nullif(w.server_timeline, 0), timeline),"
                    + " system_id = coalesce(nullif(w.system_identifier, 0), system_id), generation = CASE WHEN ? THEN greatest(generation + 1,"
                    + " (extract(epoch FROM clock_timestamp()) * 1000)::bigint) ELSE generation END"
                    + " FROM ("
                    + Sql.who(insight)
                    + ") w WHERE name = ? RETURNING generation")) {
      renew.setBoolean(1, anew);
      renew.setString(2, name);
      try (ResultSet found = renew.executeQuery()) {
        if (!found.next()) {
          throw noDesk(name);
        }
        return found.getLong(1);
      }
    }
  }

  private static SQLException noDesk(String name) {
    return new SQLException("the database has no desk '" + name + "'", "02000");
  }

  /** Lets a role do what a node does, and no more. */
  static void grant(Connection connection, String role) throws SQLException {
    String quoted = '"' + role.replace("\"", "\"\"") + '"';
    try (Statement statement = connection.createStatement()) {
      statement.execute("GRANT USAGE ON SCHEMA ticketd TO " + quoted);
      statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA ticketd TO " + quoted);
      statement.execute("GRANT INSERT ON ticketd.event TO " + quoted);
      statement.execute("GRANT UPDATE ON ticketd.desk TO " + quoted);
      statement.execute("GRANT INSERT, UPDATE ON ticketd.node TO " + quoted);
    }
  }

  /**
   * Looks, as a node does, whether the tables are there and for this program.
   *
   * @return what is wrong, and what to do about it; empty where nothing is
   */
  static Optional<String> problem(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Optional<String> unfit = unfitEncoding(statement);
      return unfit.isPresent() ? unfit : problem(statement);
    } catch (SQLException e) {
      if (NO_SCHEMA.equals(e.getSQLState()) || NO_TABLE.equals(e.getSQLState())) {
        return Optional.of("the database has no schema ticketd; run: ticketd store create");
      }
      throw e;
    }
  }

  private static Optional<String> problem(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(Sql.VERSION)) {
      if (!found.next()) {
        return Optional.of("the schema ticketd is unfinished; run: ticketd store create");
      } else if (found.getInt(2) > VERSION) {
        return Optional.of(
            "the schema ticketd is of version "
                + found.getInt(1)
                + ", which this program does not know; use a later ticketd");
      } else if (found.getInt(1) < VERSION) {
        return Optional.of(
            "the schema ticketd is of an earlier version; run: ticketd store upgrade");
      }
      return Optional.empty();
    }
  }

  /** The desk of that name, if it is there. */
  static Optional<Desk> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.DESK)) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next()
            ? Optional.of(
                new Desk(
                    found.getInt(1),
                    found.getLong(2),
                    found.getInt(3),
                    found.getInt(4),
                    found.getInt(5)))
            : Optional.empty();
      }
    }
  }
}
