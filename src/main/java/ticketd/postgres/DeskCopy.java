package ticketd.postgres;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.StoreSource;

/**
 * Moves a desk between a file and PostgreSQL: the same records under the same numbers, in the same
 * generation, so that keys, accounts and places of watches stay good. What it was moved from is
 * sealed, for two orders of one generation would give a number twice.
 */
final class DeskCopy {
  private final DeskSettings settings;
  private final Hosts.Primary primary;
  private final Connection connection;

  /** By the owner of the tables. */
  DeskCopy(DeskSettings settings, Hosts.Primary primary) {
    this.settings = settings;
    this.primary = primary;
    this.connection = primary.connection();
  }

  private JournalException refusal(String why) {
    return JournalException.elsewhere(
        JournalException.Kind.IO, settings.url().toString(), why, null);
  }

  private Session session(Schema.Desk desk) throws SQLException {
    return Session.over(primary, desk.number());
  }

  // Into PostgreSQL

  /**
   * Puts all of a file into the desk, in one transaction, and seals the file. Where it was cut
   * short, it may be repeated.
   *
   * @throws JournalException why the file, or a desk in which something else is, cannot be used;
   *     then nothing was changed
   */
  Desks.Copied from(StoreSource source) throws SQLException, Session.UnconfirmedException {
    Optional<Schema.Desk> found = Schema.find(connection, settings.desk());
    if (found.isPresent() && found.get().salt() != source.salt()) {
      Schema.removeEmptyDesk(connection, found.get().number());
      found = Schema.find(connection, settings.desk());
    }
    if (found.isPresent()) {
      source.verify();
    } else {
      insert(source);
    }
    Schema.Desk desk = Schema.find(connection, settings.desk()).orElseThrow();
    refuseUnlessEqual(source, desk);
    source.seal(desk.number());
    return new Desks.Copied(settings.desk(), source.seq(), desk.generation());
  }

  /** Where it fails, the transaction ends with the connection. */
  private void insert(StoreSource source) throws SQLException, Session.UnconfirmedException {
    connection.setAutoCommit(false);
    Schema.insertDesk(
        connection,
        settings.desk(),
        source.chunkBytes(),
        source.salt(),
        OptionalLong.of(source.generation()),
        primary.insight());
    Session on = session(Schema.find(connection, settings.desk()).orElseThrow());
    source.read(CatchUp.PAGE, Sql.PAGE_BYTES, on::add);
    on.commit();
  }

  private void refuseUnlessEqual(StoreSource source, Schema.Desk desk)
      throws SQLException, Session.UnconfirmedException {
    Session on = session(desk);
    End end = on.end();
    boolean equal =
        desk.salt() == source.salt()
            && desk.generation() == source.generation()
            && end.sealed() == 0
            && end.seq() == source.seq()
            && end.chain() == source.chain();
    if (!equal) {
      throw refusal(
          "the desk '"
              + settings.desk()
              + "' is there and is not what is in the file; name another: ?desk=NAME");
    }
    // It may have been put there by a copy that ended before it was confirmed.
    on.writeSynchronously();
  }

  // Out of PostgreSQL

  /**
   * Copies the desk, seals it, so that no node can append to it any more, copies what came
   * meanwhile, and makes a file of all of it. Where it was cut short, it may be repeated; where no
   * file can be made, the desk is not sealed.
   *
   * @throws JournalException why the desk cannot be sealed, or the file not be made
   */
  Desks.Copied to(Path file) throws SQLException, Session.UnconfirmedException {
    Path store = file.toAbsolutePath().normalize();
    if (Files.exists(store, LinkOption.NOFOLLOW_LINKS)) {
      throw new JournalException(JournalException.Kind.IO, store, "exists already");
    }
    Path copy = store.resolveSibling(store.getFileName() + ".copying");
    Session on = session(desk());
    End before = end(on);
    if (before.sealed() == 0) {
      copy(on, copy, before.seq());
    }
    // Behind the last event is the seal.
    long last = seal(on).seq() - 1;
    Schema.Desk desk = copy(on, copy, last);
    DeskFile.makeStore(copy, store);
    return new Desks.Copied(settings.desk(), last, desk.generation());
  }

  private Schema.Desk desk() throws SQLException {
    return Schema.find(connection, settings.desk())
        .orElseThrow(() -> refusal("the database has no desk '" + settings.desk() + "'"));
  }

  /** The end of the order, of the server that the desk's generation is of. */
  private End end(Session on) throws SQLException {
    End end = on.end();
    if (!end.recorded().equals(end.server())) {
      throw refusal(
          "another server than the one that the desk's generation is of; start a node, or run:"
              + " ticketd store new-generation, or keep-generation where nothing was lost");
    }
    return end;
  }

  private End seal(Session on) throws SQLException, Session.UnconfirmedException {
    End end = end(on);
    while (end.sealed() == 0) {
      on.seal();
      end = end(on);
    }
    on.writeSynchronously();
    return end;
  }

  /** Copies up to that event, at least. What was copied before may be of another generation. */
  private Schema.Desk copy(Session on, Path to, long last) throws SQLException {
    Schema.Desk desk = desk();
    try (DeskFile file = DeskFile.open(desk.copyIn(to), JournalListener.none())) {
      refuseOther(on, file);
      CatchUp.copy(on, file, last);
      refuseOther(on, file);
      file.generation(desk.generation());
    }
    return desk;
  }

  private static void refuseOther(Session on, DeskFile file) throws SQLException {
    if (!on.has(file.seq(), file.chain())) {
      throw new JournalException(
          JournalException.Kind.DIVERGED,
          file.file(),
          "what an earlier copy left there is of another history; remove it");
    }
  }
}
