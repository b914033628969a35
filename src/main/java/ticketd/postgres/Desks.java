package ticketd.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import ticketd.journal.JournalException;

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
   * @throws JournalException UNREACHABLE, saying why
   */
  public Created create(Optional<String> role) {
    return with(
        connection -> {
          Schema.migrate(connection);
          boolean made = Schema.createDesk(connection, settings.desk(), Schema.CHUNK_BYTES);
          if (role.isPresent()) {
            Schema.grant(connection, role.get());
          }
          return new Created(settings.desk(), made);
        });
  }

  /** Brings the tables, and the desk's format, to what this program knows. */
  public void upgrade() {
    with(
        connection -> {
          Schema.migrate(connection);
          Schema.raiseFormat(connection, settings.desk());
          return true;
        });
  }

  /**
   * A step of every restore: gives the desk a new generation, of the server as it is now.
   *
   * @return it
   */
  public long newGeneration() {
    return with(connection -> Schema.renew(connection, settings.desk(), true));
  }

  /**
   * After the same data were moved to another server, by pg_upgrade say: keeps the generation.
   *
   * @return it
   */
  public long keepGeneration() {
    return with(connection -> Schema.renew(connection, settings.desk(), false));
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    try (Connection connection = new Hosts(settings).primary().connection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw JournalException.elsewhere(
          JournalException.Kind.UNREACHABLE, settings.url().toString(), e.getMessage(), e);
    }
  }
}
