package ticketd.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /**
   * What the head of the queue finds.
   *
   * @param end of the order
   */
  record Head(End end, ResultSet rows) {
    /** Gives the events that were asked for, in order. */
    void giveTo(Taker to) throws SQLException {
      give(rows, to);
    }
  }

  private final Connection connection;
  private final boolean isPooled;
  private final DeskUrl.Host host;
  private final int desk;
  private final boolean locks;
  private final Map<Courtesy, Insertion> insertions = new EnumMap<>(Courtesy.class);
  private final PreparedStatement queue;
  private final PreparedStatement leave;

  /** Whether it is the head of the queue, or may be. */
  private boolean isHead;

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
    this.locks = insight.locks();
    for (Courtesy courtesy : Courtesy.values()) {
      insertions.put(courtesy, new Insertion(connection, insight, courtesy, desk, isPooled));
    }
    this.queue = connection.prepareStatement(Sql.queueUp(insight, desk, isPooled));
    this.leave = connection.prepareStatement(Sql.LEAVE);
    this.end = connection.prepareStatement(Sql.end(insight));
    this.rows = connection.prepareStatement(Sql.ROWS);
    this.turn = connection.prepareStatement(Sql.TURN);
    this.write = connection.prepareStatement(Sql.synchronousWrite(insight));
  }

  DeskUrl.Host host() {
    return host;
  }

  /** Whether nodes can queue up there. */
  boolean queues() {
    return locks;
  }

  /**
   * Appends the batch if the order still ends where it begins, in this era, and if courtesy lets
   * it. Where that leaves the queue, a stay at its head is over then.
   *
   * @return whether it did
   * @throws UnconfirmedException when it did, and that is not confirmed
   */
  boolean append(Pending batch, End.Era era, Courtesy courtesy)
      throws SQLException, UnconfirmedException {
    PreparedStatement append = Objects.requireNonNull(insertions.get(courtesy)).of(batch, era);
    // The first of what may be several results is that of the rows.
    append.execute();
    int count = append.getUpdateCount();
    if (courtesy == Courtesy.LEAVES) {
      isHead = false;
      // To the driver there is nothing left to commit.
      connection.setAutoCommit(true);
    }
    confirm(append);
    return count == batch.rows().size();
  }

  /** Puts events where the order does not go on yet; the caller sees to it that they follow. */
  void add(List<Row> events) throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement(Sql.COPY)) {
      Insertion.setRows(connection, copy, desk, events, UUID.randomUUID());
      copy.executeUpdate();
    }
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
      return endOf(found);
    }
  }

  private static End endOf(ResultSet found) throws SQLException {
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

  /**
   * Gives events in order, from that number on, at most so many, and no more behind {@link
   * Sql#PAGE_BYTES}; all of them are there by then.
   */
  void rows(long from, int limit, Taker to) throws SQLException {
    rows.setInt(1, desk);
    rows.setLong(2, from);
    rows.setInt(3, limit);
    try (ResultSet found = rows.executeQuery()) {
      give(found, to);
    }
  }

  private static void give(ResultSet found, Taker to) throws SQLException {
    while (found.next()) {
      to.take(found.getLong(1), found.getBytes(2));
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

  /**
   * Waits until this node is the head of the queue. What follows up to an append, or {@link
   * #leave}, holds the others up.
   *
   * @return the end of the order by then, and events from {@code from} on, at most {@code limit}
   */
  Head queueUp(long from, int limit) throws SQLException {
    connection.setAutoCommit(!isPooled);
    isHead = true;
    queue.setInt(1, desk);
    queue.setInt(2, desk);
    queue.setLong(3, from);
    queue.setInt(4, limit);
    queue.execute();
    queue.getMoreResults();
    queue.getMoreResults();
    End found = endOf(queue.getResultSet());
    queue.getMoreResults();
    return new Head(found, queue.getResultSet());
  }

  /** Whether the head of the queue may have several turns; a pooler's session is one turn's. */
  boolean keeps() {
    return !isPooled;
  }

  boolean isHead() {
    return isHead;
  }

  /** Leaves the queue. */
  void leave() throws SQLException {
    if (!isHead) {
      return;
    }
    if (connection.getAutoCommit()) {
      leave.executeQuery().close();
    } else {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    isHead = false;
  }

  /** Commits what was done as a part of a transaction; statements are each their own again. */
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
