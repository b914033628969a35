package ticketd.postgres;

/** What is asked of the database. Qualified names: the role's search path is its own. */
final class Sql {
  /** And which process of the server it is that answers. */
  static final String IS_STANDBY = "SELECT pg_is_in_recovery(), pg_backend_pid()";

  /**
   * What a role's, a database's or the server's own settings would do to a node's statements, were
   * they not set otherwise for its session.
   */
  static final String UNFIT_SETTINGS =
      "SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings WHERE CASE name"
          + " WHEN 'default_transaction_isolation' THEN reset_val <> 'read committed'"
          + " WHEN 'default_transaction_read_only' THEN reset_val <> 'off'"
          + " WHEN 'synchronous_commit' THEN ? AND reset_val IN ('off', 'local')"
          // A wait for the standby that was cut short is told by a warning alone.
          + " WHEN 'client_min_messages' THEN reset_val = 'error'"
          + " ELSE reset_val <> '0' END AND name IN ('default_transaction_isolation',"
          + " 'default_transaction_read_only', 'synchronous_commit', 'client_min_messages',"
          + " 'statement_timeout',"
          + " 'lock_timeout', 'idle_session_timeout', 'idle_in_transaction_session_timeout',"
          + " 'transaction_timeout')";

  static final String ENCODING = "SELECT current_setting('server_encoding')";

  static final String VERSION = "SELECT version, min_reader FROM ticketd.schema_version";

  static final String DESK =
      "SELECT desk, generation, chunk_bytes, salt, format FROM ticketd.desk WHERE name = ?";

  /** With as many bytes before it in the same answer a row is left for the next one. */
  static final int PAGE_BYTES = 4 << 20;

  /**
   * Of what is neither the beginning nor a seal. The driver has all of an answer in memory, so it
   * is bounded by bytes as well; a length is known without the value.
   */
  static final String ROWS =
      "SELECT seq, record FROM (SELECT seq, record, octet_length(record) AS bytes,"
          + " sum(octet_length(record)) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS so_far"
          + " FROM ticketd.event WHERE desk = ? AND seq >= ? AND kind > 0 ORDER BY seq LIMIT ?) r"
          + " WHERE so_far - bytes < "
          + PAGE_BYTES
          + " ORDER BY seq";

  static final String CHAIN = "SELECT chain FROM ticketd.event WHERE desk = ? AND seq = ?";

  static final String TURN = "SELECT turn FROM ticketd.event WHERE desk = ? AND seq = ?";

  private static final String INTO =
      "INSERT INTO ticketd.event"
          + " (desk, seq, ticket, kind, at, by_key, req_key, chain, turn, record) ";

  /**
   * Events of one turn, whatever the end is. Arrays that are unnested side by side in a SELECT's
   * list go on row by row; in its FROM each of them is copied as a whole first. A millisecond by
   * to_timestamp is right to the microsecond up to the year 2096; interval arithmetic costs more.
   */
  static final String COPY =
      INTO
          + "SELECT ?, r.seq, r.ticket, r.kind, to_timestamp(r.at / 1000.0::float8), r.by_key,"
          + " r.req_key, r.chain, ?, r.record FROM (SELECT unnest(?::bigint[]) AS seq,"
          + " unnest(?::bigint[]) AS ticket, unnest(?::smallint[]) AS kind,"
          + " unnest(?::bigint[]) AS at, unnest(?::text[]) AS by_key,"
          + " unnest(?::text[]) AS req_key, unnest(?::int[]) AS chain,"
          + " unnest(?::bytea[]) AS record) r";

  private static final String AT = "to_timestamp(? / 1000.0::float8)";

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

  private static final String MESSAGE = "SELECT pg_logical_emit_message(true, 'ticketd', '')";

  /** Who is not allowed to is told so before anything is done; nothing is done. */
  static final String MAY_SEND_MESSAGE = "EXPLAIN " + MESSAGE;

  /** The row is the connection's own: a process of the server has one of them at a time. */
  private static final String OWN_ROW =
      "INSERT INTO ticketd.node (pid, at) VALUES (pg_backend_pid(), clock_timestamp())"
          + " ON CONFLICT (pid) DO UPDATE SET at = excluded.at RETURNING pid";

  /** What a server does not tell is 0, and stays what it is. */
  static final String NEW_ERA =
      "UPDATE ticketd.desk SET generation = ?, timeline = coalesce(nullif(?, 0), timeline),"
          + " system_id = coalesce(nullif(?, 0), system_id)"
          + " WHERE desk = ? AND generation = ? AND ? IN (timeline, 0) AND ? IN (system_id, 0)";

  /**
   * Whoever is no member of pg_monitor sees of each standby but that there is one. What makes a
   * copy of the server, or of its log, can be promoted by nobody.
   */
  static final String STANDBYS =
      "SELECT current_setting('synchronous_standby_names'), coalesce(string_agg(application_name,"
          + " ', ' ORDER BY application_name) FILTER (WHERE sync_state IN ('async', 'potential')"
          + " AND state <> 'backup' AND application_name NOT IN ('pg_basebackup',"
          + " 'pg_receivewal')), ''), count(*) FILTER (WHERE sync_state IS NULL) FROM"
          + " pg_stat_replication";

  /**
   * Whether a process of the server does something for its client, or waits for a standby, or has
   * waited for the client a moment alone, as where that takes in what it read.
   */
  static final String IS_AT_WORK =
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = ? AND usename = session_user"
          + " AND (state = 'active' AND wait_event_type IS DISTINCT FROM 'Client'"
          + " OR state_change > clock_timestamp() - interval '1 second'))";

  /**
   * It is a write of its own to the server's log, which waits for no disk, nor for a standby: what
   * it tells of is committed, and whoever misses it looks all the same.
   */
  static final String NOTIFY =
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify(?, '')";

  /** What the queue needs: locks, and that the server ends who stands still with one. */
  static final String MAY_LOCK =
      "SELECT current_setting('idle_session_timeout'), pg_try_advisory_xact_lock(0, 0)";

  /** Gives the lock back, if this session has it. */
  static final String LEAVE =
      "SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)";

  private Sql() {}

  private static String systemId(Insight insight) {
    return insight.system() ? "(SELECT system_identifier FROM pg_control_system())" : "0::bigint";
  }

  /**
   * pg_control_checkpoint() shows the old one after a promotion, the name of the WAL file does not.
   */
  private static String timeline(Insight insight) {
    return insight.timeline()
        ? "('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"
        : "0";
  }

  /** Without the timeline it would say nothing: a new one may begin before the old one's end. */
  private static String position(Insight insight) {
    return insight.timeline() ? "(pg_current_wal_lsn() - '0/0')::bigint" : "0::bigint";
  }

  private static String server(Insight insight) {
    return systemId(insight)
        + " AS system_identifier, "
        + timeline(insight)
        + " AS server_timeline, "
        + position(insight)
        + " AS lsn";
  }

  static String who(Insight insight) {
    return "SELECT "
        + server(insight)
        + ", current_setting('synchronous_commit') AS synchronous_commit";
  }

  /** The barrier: one statement, so that all of it is of one moment. */
  static String end(Insight insight) {
    return "SELECT e.seq, e.chain, d.generation, d.sealed, d.format, "
        + recorded(insight)
        + ", "
        + server(insight)
        + ", (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now"
        + " FROM ticketd.desk d CROSS JOIN LATERAL (SELECT seq, chain FROM ticketd.event"
        + " WHERE desk = d.desk ORDER BY seq DESC LIMIT 1) e WHERE d.desk = ?";
  }

  private static String recorded(Insight insight) {
    return (insight.system() ? "d.system_id" : "0::bigint")
        + ", "
        + (insight.timeline() ? "d.timeline" : "0");
  }

  /**
   * The condition of every append: the end is the one that was decided on, and the server, the
   * generation and the place in its history are those that this node knows.
   */
  private static String condition(Insight insight) {
    return " WHERE (SELECT e.chain = ? AND d.generation = ? AND "
        + (insight.timeline() ? "d.timeline" : "0")
        + " = ? AND "
        + (insight.system() ? "d.system_id" : "0")
        + " = ? AND d.sealed = 0 AND "
        + timeline(insight)
        + " = ? AND "
        + systemId(insight)
        + " = ? FROM ticketd.event e JOIN ticketd.desk d USING (desk)"
        + " WHERE e.desk = ? AND e.seq = ?)";
  }

  /**
   * Of a batch of any size. The lock is asked for once, in a SELECT of its own, whatever the number
   * of rows.
   */
  static String append(Insight insight, Courtesy courtesy, int desk, boolean pooled) {
    return COPY + condition(insight) + courtesy(insight, courtesy, desk, pooled);
  }

  /** A batch of one costs less so than by arrays. */
  static String appendOne(Insight insight, Courtesy courtesy, int desk, boolean pooled) {
    return INTO
        + "SELECT ?, ?, ?, ?, "
        + AT
        + ", ?, ?, ?, ?, ?"
        + condition(insight)
        + courtesy(insight, courtesy, desk, pooled);
  }

  private static String courtesy(Insight insight, Courtesy courtesy, int desk, boolean pooled) {
    return switch (courtesy) {
      case GIVES_WAY -> insight.locks() ? " AND (" + tryLock(desk) + ")" : "";
      case NONE -> "";
      // Sent together, and one transaction: the lock passes to that, and is free with its end.
      case LEAVES -> pooled ? "; COMMIT" : "; " + tryLock(desk) + "; " + LEAVE;
    };
  }

  private static String tryLock(int desk) {
    return "SELECT pg_try_advisory_xact_lock(" + lock(desk) + ")";
  }

  private static String lock(int desk) {
    return Schema.LOCK_CLASS + ", " + desk;
  }

  /**
   * Waits for the lock, looks where the order ends by then, and reads what this node lacks: three
   * statements that are sent together, each of which sees what was committed before it began. What
   * the lock is waited for is bounded, and how long a node that stands still has it.
   */
  static String queueUp(Insight insight, int desk, boolean pooled) {
    return "SELECT set_config('lock_timeout', '500ms', true), "
        + (pooled
            ? "set_config('idle_in_transaction_session_timeout', '1s', true);"
                + " SELECT pg_advisory_xact_lock("
            : "set_config('idle_session_timeout', '1s', false); SELECT pg_advisory_lock(")
        + lock(desk)
        + "); "
        + end(insight)
        + "; "
        + ROWS;
  }

  /** Waits for the standby as a commit does; an empty transaction or a NOTIFY would not. */
  static String synchronousWrite(Insight insight) {
    return insight.message() ? MESSAGE : OWN_ROW;
  }

  static String channel(int desk) {
    return "ticketd_" + desk;
  }
}
