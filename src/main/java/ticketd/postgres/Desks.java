package ticketd.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import ticketd.journal.JournalException;
import ticketd.journal.StoreSource;

/** What the owner of the tables does with desks, beside the nodes that serve them. */
public final class Desks {
  private final DeskSettings settings;

  private Desks(DeskSettings settings) {
    this.settings = settings;
  }

  /** Those of a database, and among them the one that the URL names. */
  public static Desks at(DeskUrl url, Optional<Path> passwordFile) {
    return new Desks(DeskSettings.toManage(url, passwordFile));
  }

  /** What was made. */
  public record Created(String desk, boolean isNew) {}

  /**
   * Makes the tables where there are none, brings them to what this program knows, and makes the
   * desk.
   *
   * @param role to whom what a node needs is granted
   * @throws JournalException UNREACHABLE, or IO where the server refuses that, saying why
   */
  public Created create(Optional<String> role) {
    return with(
        primary -> {
          Connection connection = primary.connection();
          Schema.migrate(connection);
          boolean made = Schema.createDesk(connection, settings.desk(), Schema.CHUNK_BYTES);
          if (role.isPresent()) {
            Schema.grant(connection, role.get());
          }
          return new Created(settings.desk(), made);
        });
  }

  /**
   * Brings the tables, and the desk's format, to what this program knows.
   *
   * @throws JournalException UNREACHABLE, or IO where there is no such desk or the role may not
   */
  public void upgrade() {
    with(
        primary -> {
          Schema.migrate(primary.connection());
          Schema.raiseFormat(primary.connection(), settings.desk());
          return true;
        });
  }

  /**
   * A step of every restore: gives the desk a new generation, of the server as it is now.
   *
   * @return it
   */
  public long newGeneration() {
    return withTables(primary -> Schema.renew(primary, settings.desk(), true));
  }

  /**
   * After the same data were moved to another server, by pg_upgrade say: keeps the generation.
   *
   * @return it
   */
  public long keepGeneration() {
    return withTables(primary -> Schema.renew(primary, settings.desk(), false));
  }

  /**
   * What was copied.
   *
   * @param events the number of the last one
   */
  public record Copied(String desk, long events, long generation) {}

  /**
   * Puts all of a file that no server has open into a desk, which is made, or in which nothing is;
   * afterwards the file is sealed. Makes the tables as {@link #create} does.
   *
   * @throws JournalException UNREACHABLE, or why the file or the desk cannot be used
   */
  public Copied copyFrom(Path file, Optional<String> role) {
    // Before the database is touched: where the file cannot be used, no tables are made.
    try (StoreSource source = StoreSource.open(file)) {
      return with(
          primary -> {
            Schema.migrate(primary.connection());
            if (role.isPresent()) {
              // Before the file is sealed: whose name is wrong serves it on.
              Schema.grant(primary.connection(), role.get());
            }
            return new DeskCopy(settings, primary).from(source);
          });
    }
  }

  /**
   * Seals the desk and makes a file of all of it; nodes that serve the desk end.
   *
   * @throws JournalException UNREACHABLE, or why the desk or the file cannot be used
   */
  public Copied copyTo(Path file) {
    return withTables(primary -> new DeskCopy(settings, primary).to(file));
  }

  private interface Work<T> {
    T on(Hosts.Primary primary) throws SQLException, Session.UnconfirmedException;
  }

  /** Where they are not there, or not this program's, it says so. */
  private <T> T withTables(Work<T> work) {
    return with(
        primary -> {
          Optional<String> problem = Schema.problem(primary.connection());
          if (problem.isPresent()) {
            throw JournalException.elsewhere(
                JournalException.Kind.IO, settings.url().toString(), problem.get(), null);
          }
          return work.on(primary);
        });
  }

  private <T> T with(Work<T> work) {
    try {
      Hosts.Primary primary = new Hosts(settings).firstPrimary();
      try {
        return work.on(primary);
      } finally {
        primary.close();
      }
    } catch (SQLException e) {
      throw elsewhere(
          Failure.of(e) == Failure.REFUSED
              ? JournalException.Kind.IO
              : JournalException.Kind.UNREACHABLE,
          e);
    } catch (Session.UnconfirmedException e) {
      throw elsewhere(JournalException.Kind.UNREACHABLE, e);
    }
  }

  private JournalException elsewhere(JournalException.Kind kind, Exception cause) {
    return JournalException.elsewhere(kind, settings.url().toString(), Failure.words(cause), cause);
  }
}
