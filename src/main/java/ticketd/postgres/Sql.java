package ticketd.postgres;

/** What is asked of the database. Qualified names: the role's search path is its own. */
final class Sql {
  private static final String TIMELINE =
      "('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  /**
   * pg_control_checkpoint() shows the old one after a promotion, the name of the WAL file does not.
   */
  private static final String SERVER =
      "(SELECT system_identifier FROM pg_control_system()) AS system_identifier, "
          + TIMELINE
          + " AS server_timeline, (pg_current_wal_lsn() - '0/0')::bigint AS lsn";

  static final String IS_STANDBY = "SELECT pg_is_in_recovery()";

  static final String WHO =
      "SELECT " + SERVER + ", current_setting('synchronous_commit') AS synchronous_commit";

  static final String VERSION = "SELECT version, min_reader FROM ticketd.schema_version";

  static final String DESK =
      "SELECT desk, generation, chunk_bytes, salt, format FROM ticketd.desk WHERE name = ?";

  /** The barrier: one statement, so that all of it is of one moment. */
  static final String END =
      "SELECT e.seq, e.chain, d.generation, d.sealed, d.format, d.system_id, d.timeline, "
          + SERVER
          + ", (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now"
          + " FROM ticketd.desk d CROSS JOIN LATERAL (SELECT seq, chain FROM ticketd.event"
          + " WHERE desk = d.desk ORDER BY seq DESC LIMIT 1) e WHERE d.desk = ?";

  /** Of what is neither the beginning nor a seal. */
  static final String ROWS =
      "SELECT seq, record FROM ticketd.event WHERE desk = ? AND seq >= ? AND kind > 0"
          + " ORDER BY seq LIMIT ?";

  static final String CHAIN = "SELECT chain FROM ticketd.event WHERE desk = ? AND seq = ?";

  static final String TURN = "SELECT turn FROM ticketd.event WHERE desk = ? AND seq = ?";

  /**
   * The condition of every append: the end is the one that was decided on, and the server, the
   * generation and the place in its history are those that this node knows.
   */
  private static final String CONDITION =
      " WHERE (SELECT e.chain = ? AND d.generation = ? AND d.timeline = ? AND d.system_id = ?"
          + " AND d.sealed = 0 AND "
          + TIMELINE
          + " = ? AND (SELECT system_identifier FROM pg_control_system()) = ?"
          + " FROM ticketd.event e JOIN ticketd.desk d USING (desk) WHERE e.desk = ? AND e.seq = ?)";

  private static final String INTO =
      "INSERT INTO ticketd.event"
          + " (desk, seq, ticket, kind, at, by_key, req_key, chain, turn, record) ";

  /** Events of one turn, whatever the end is. */
  static final String COPY =
      INTO
          + "SELECT ?, r.seq, r.ticket, r.kind, timestamptz 'epoch' + r.at * interval '1"
          + " millisecond', r.by_key, r.req_key, r.chain, ?, r.record FROM unnest(?::bigint[],"
          + " ?::bigint[], ?::smallint[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::bytea[])"
          + " AS r(seq, ticket, kind, at, by_key, req_key, chain, record)";

  private static final String AT = "timestamptz 'epoch' + ? * interval '1 millisecond'";

  /** A batch of one costs less so than by arrays. */
  static final String APPEND_ONE =
      INTO + "SELECT ?, ?, ?, ?, " + AT + ", ?, ?, ?, ?, ?" + CONDITION;

  static final String APPEND = COPY + CONDITION;

  /**
   * The row behind the last one, which no append can follow: to whoever decided on the end that it
   * takes the place behind it is a conflict of the primary key, whoever comes later finds the flag.
   */
  static final String SEAL =
      "WITH seal AS ("
          + INTO
          + "SELECT d.desk, e.seq + 1, 0, 0, clock_timestamp(), session_user, NULL, ~e.chain, ?, ''"
          + " FROM ticketd.desk d CROSS JOIN LATERAL (SELECT seq, chain FROM ticketd.event"
          + " WHERE desk = d.desk ORDER BY seq DESC LIMIT 1) e"
          + " WHERE d.desk = ? AND d.sealed = 0 RETURNING seq)"
          + " UPDATE ticketd.desk SET sealed = 1 WHERE desk = ? AND EXISTS (SELECT FROM seal)";

  /** Waits for the standby as a commit does; an empty transaction or a NOTIFY would not. */
  static final String SYNCHRONOUS_WRITE = "SELECT pg_logical_emit_message(true, 'ticketd', '')";

  static final String NEW_ERA =
      "UPDATE ticketd.desk SET generation = ?, timeline = ?, system_id = ?"
          + " WHERE desk = ? AND generation = ? AND timeline = ? AND system_id = ?";

  static final String NOTIFY = "SELECT pg_notify(?, '')";

  /** Courtesy among those who lost twice; what it is waited for and kept is bounded. */
  static final String QUEUE =
      "SELECT set_config('lock_timeout', '500ms', true),"
          + " set_config('idle_in_transaction_session_timeout', '1s', true)";

  static final String QUEUE_LOCK = "SELECT pg_advisory_xact_lock(?, ?)";

  private Sql() {}

  static String channel(int desk) {
    return "ticketd_" + desk;
  }
}
