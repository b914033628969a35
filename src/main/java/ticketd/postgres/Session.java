package ticketd.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGConnection;
import ticketd.journal.Row;

/** One connection of a node, and what is asked through it. One thread at a time. */
final class Session implements AutoCloseable {
  /** Takes the records of the table, in order. */
  interface Taker {
    void take(long seq, byte[] record);
  }

  /** It is done and visible, and the standby may not have it: a wait for it was cut short. */
  static final class UnconfirmedException extends Exception {
    private static final long serialVersionUID = 1;

    UnconfirmedException(SQLWarning warning) {
      super(warning.getMessage(), warning);
    }
  }

  private final Connection connection;
  private final boolean isPooled;
  private final DeskUrl.Host host;
  private final int desk;
  private final PreparedStatement append;
  private final PreparedStatement appendOne;
  private final PreparedStatement end;
  private final PreparedStatement rows;
  private final PreparedStatement turn;
  private final PreparedStatement write;

  /** Over a connection that {@link Hosts} made, and that is closed where this fails. */
  static Session over(Hosts.Primary primary, int desk) throws SQLException {
    try {
      return new Session(primary, desk);
    } catch (SQLException e) {
      primary.close();
      throw e;
    }
  }

  private Session(Hosts.Primary primary, int desk) throws SQLException {
    Insight insight = primary.insight();
    this.connection = primary.connection();
    this.isPooled = primary.isPooled();
    this.host = primary.host();
    this.desk = desk;
    this.append = connection.prepareStatement(Sql.append(insight));
    this.appendOne = connection.prepareStatement(Sql.appendOne(insight));
    this.end = connection.prepareStatement(Sql.end(insight));
    this.rows = connection.prepareStatement(Sql.ROWS);
    this.turn = connection.prepareStatement(Sql.TURN);
    this.write = connection.prepareStatement(Sql.synchronousWrite(insight));
  }

  DeskUrl.Host host() {
    return host;
  }

  /**
   * Appends the batch if the order still ends where it begins, in this era.
   *
   * @return whether it did
   * @throws UnconfirmedException when it did, and that is not confirmed
   */
  boolean append(Pending batch, End.Era era) throws SQLException, UnconfirmedException {
    int count = batch.rows().size() == 1 ? appendOne(batch, era) : appendAll(batch, era);
    confirm(batch.rows().size() == 1 ? appendOne : append);
    return count == batch.rows().size();
  }

  private int appendOne(Pending batch, End.Era era) throws SQLException {
    Row row = batch.rows().get(0);
    appendOne.setInt(1, desk);
    appendOne.setLong(2, row.seq());
    appendOne.setLong(3, row.ticket());
    appendOne.setShort(4, (short) row.kind());
    appendOne.setLong(5, row.atMillis());
    appendOne.setString(6, row.by());
    appendOne.setString(7, row.key().orElse(null));
    appendOne.setInt(8, row.chain());
    appendOne.setObject(9, batch.turn());
    appendOne.setBytes(10, row.record());
    setCondition(appendOne, 11, batch, era);
    return appendOne.executeUpdate();
  }

  private int appendAll(Pending batch, End.Era era) throws SQLException {
    setRows(append, batch.rows(), batch.turn());
    setCondition(append, 11, batch, era);
    return append.executeUpdate();
  }

  /** Puts events where the order does not go on yet; the caller sees to it that they follow. */
  void add(List<Row> events) throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement(Sql.COPY)) {
      setRows(copy, events, UUID.randomUUID());
      copy.executeUpdate();
    }
  }

  private void setRows(PreparedStatement statement, List<Row> all, UUID by) throws SQLException {
    int size = all.size();
    Long[] seqs = new Long[size];
    Long[] tickets = new Long[size];
    Short[] kinds = new Short[size];
    Long[] times = new Long[size];
    String[] principals = new String[size];
    String[] keys = new String[size];
    Integer[] chains = new Integer[size];
    byte[][] records = new byte[size][];
    for (int i = 0; i < size; i++) {
      Row row = all.get(i);
      seqs[i] = row.seq();
      tickets[i] = row.ticket();
      kinds[i] = (short) row.kind();
      times[i] = row.atMillis();
      principals[i] = row.by();
      keys[i] = row.key().orElse(null);
      chains[i] = row.chain();
      records[i] = row.record();
    }
    statement.setInt(1, desk);
    statement.setObject(2, by);
    statement.setArray(3, connection.createArrayOf("int8", seqs));
    statement.setArray(4, connection.createArrayOf("int8", tickets));
    statement.setArray(5, connection.createArrayOf("int2", kinds));
    statement.setArray(6, connection.createArrayOf("int8", times));
    statement.setArray(7, connection.createArrayOf("text", principals));
    statement.setArray(8, connection.createArrayOf("text", keys));
    statement.setArray(9, connection.createArrayOf("int4", chains));
    statement.setArray(10, connection.createArrayOf("bytea", records));
  }

  /** Ends the order behind its last event, for good, unless somebody appended meanwhile. */
  void seal() throws SQLException, UnconfirmedException {
    try (PreparedStatement seal = connection.prepareStatement(Sql.SEAL)) {
      seal.setObject(1, UUID.randomUUID());
      seal.setInt(2, desk);
      seal.setInt(3, desk);
      seal.executeUpdate();
      confirm(seal);
    } catch (SQLException e) {
      if (Failure.of(e) != Failure.CONFLICT) {
        throw e;
      }
    }
  }

  private void setCondition(PreparedStatement statement, int at, Pending batch, End.Era era)
      throws SQLException {
    statement.setInt(at, batch.follows());
    statement.setLong(at + 1, era.generation());
    statement.setInt(at + 2, era.server().timeline());
    statement.setLong(at + 3, era.server().systemId());
    statement.setInt(at + 4, era.server().timeline());
    statement.setLong(at + 5, era.server().systemId());
    statement.setInt(at + 6, desk);
    statement.setLong(at + 7, batch.after());
  }

  private static void confirm(Statement statement) throws SQLException, UnconfirmedException {
    SQLWarning warning = statement.getWarnings();
    if (warning != null) {
      statement.clearWarnings();
      throw new UnconfirmedException(warning);
    }
  }

  /** Whose turn stored that event, if it is there. */
  Optional<UUID> turnOf(long seq) throws SQLException {
    turn.setInt(1, desk);
    turn.setLong(2, seq);
    try (ResultSet found = turn.executeQuery()) {
      return found.next() ? Optional.of(found.getObject(1, UUID.class)) : Optional.empty();
    }
  }

  /** Whether the order has that event, with that checksum. */
  boolean has(long seq, int chain) throws SQLException {
    try (PreparedStatement look = connection.prepareStatement(Sql.CHAIN)) {
      look.setInt(1, desk);
      look.setLong(2, seq);
      try (ResultSet found = look.executeQuery()) {
        return found.next() && found.getInt(1) == chain;
      }
    }
  }

  /** The end of the order, now. */
  End end() throws SQLException {
    end.setInt(1, desk);
    try (ResultSet found = end.executeQuery()) {
      if (!found.next()) {
        throw new SQLException("the desk is not there any more", "02000");
      }
      return new End(
          found.getLong(1),
          found.getInt(2),
          found.getLong(3),
          found.getInt(4),
          found.getInt(5),
          new End.Server(found.getLong(6), found.getInt(7)),
          new End.Server(found.getLong(8), found.getInt(9)),
          found.getLong(10),
          found.getLong(11));
    }
  }

  /** Gives events in order, from that number on, at most so many; all of them are there by then. */
  void rows(long from, int limit, Taker to) throws SQLException {
    rows.setInt(1, desk);
    rows.setLong(2, from);
    rows.setInt(3, limit);
    try (ResultSet found = rows.executeQuery()) {
      while (found.next()) {
        to.take(found.getLong(1), found.getBytes(2));
      }
    }
  }

  /**
   * Returns once the standby, where there is a synchronous one, has everything that was visible.
   */
  void writeSynchronously() throws SQLException, UnconfirmedException {
    try (ResultSet written = write.executeQuery()) {
      written.next();
    }
    confirm(write);
  }

  /**
   * Makes the desk's generation and server those of {@code next}, unless somebody changed them.
   * That holds whatever becomes of the turn: a stay in the queue ends with it.
   *
   * @return whether it did
   */
  boolean begin(End.Era next, long generation, End.Server recorded)
      throws SQLException, UnconfirmedException {
    leave();
    try (PreparedStatement update = connection.prepareStatement(Sql.NEW_ERA)) {
      update.setLong(1, next.generation());
      update.setInt(2, next.server().timeline());
      update.setLong(3, next.server().systemId());
      update.setInt(4, desk);
      update.setLong(5, generation);
      update.setInt(6, recorded.timeline());
      update.setLong(7, recorded.systemId());
      boolean done = update.executeUpdate() == 1;
      confirm(update);
      return done;
    }
  }

  /** Waits in the queue of those who lost twice; what follows up to {@link #leave} holds it up. */
  void queueUp() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement local = connection.createStatement();
        PreparedStatement lock = connection.prepareStatement(Sql.QUEUE_LOCK)) {
      local.execute(Sql.QUEUE);
      lock.setInt(1, Schema.LOCK_CLASS);
      lock.setInt(2, desk);
      lock.execute();
    }
  }

  /** Whether it is at the head of the queue, in a transaction. */
  boolean isQueued() throws SQLException {
    return !connection.getAutoCommit();
  }

  /** Ends the wait in the queue; statements are each their own transaction again. */
  void leave() throws SQLException {
    if (isQueued()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /**
   * Commits what was done since {@link #queueUp}, or as a part of any other transaction; statements
   * are each their own again.
   */
  void commit() throws SQLException, UnconfirmedException {
    connection.clearWarnings();
    connection.commit();
    SQLWarning warning = connection.getWarnings();
    connection.setAutoCommit(true);
    if (warning != null) {
      connection.clearWarnings();
      throw new UnconfirmedException(warning);
    }
  }

  /** How the server's standbys are; empty where the node may not ask. */
  Optional<Standbys.Seen> standbys() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(Sql.STANDBYS)) {
      found.next();
      return Optional.of(
          new Standbys.Seen(found.getString(1), found.getString(2), found.getInt(3)));
    } catch (SQLException e) {
      if (Failure.of(e) == Failure.REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** From now on {@link #wasNotified} tells of the other nodes' appends. */
  void listen() throws SQLException {
    try (Statement listen = connection.createStatement()) {
      listen.execute("LISTEN " + Sql.channel(desk));
    }
  }

  void tellOthers() throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement(Sql.NOTIFY)) {
      notify.setString(1, Sql.channel(desk));
      notify.execute();
    }
  }

  /** Whether somebody told since the last look. Does not wait. */
  boolean wasNotified() throws SQLException {
    return connection.unwrap(PGConnection.class).getNotifications().length > 0;
  }

  /**
   * Whether the process of the server that this connection is to is gone, or waits for what comes
   * over it; asked from another thread by another connection to the same. A pooler's is not known.
   */
  boolean isForgottenBy(Hosts.Primary primary) throws SQLException {
    if (isPooled || primary.isPooled() || !primary.host().equals(host)) {
      return false;
    }
    try (PreparedStatement look = primary.connection().prepareStatement(Sql.IS_AT_WORK)) {
      look.setInt(1, connection.unwrap(PGConnection.class).getBackendPID());
      try (ResultSet found = look.executeQuery()) {
        found.next();
        return !found.getBoolean(1);
      }
    }
  }

  /** Ends it from another thread, whatever it waits for; what it did stands. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is closed then, which is all that was wanted.
      return;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server ends it when it finds out.
      return;
    }
  }
}
