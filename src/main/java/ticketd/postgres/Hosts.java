package ticketd.postgres;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import ticketd.journal.FileFault;

/** The servers of a desk's URL, and which of them is the primary. For any thread. */
final class Hosts {
  private static final String CONNECT_SECONDS = "2";
  private static final int LOGIN_SECONDS = 5;
  private static final int ANSWER_SECONDS = 3;

  /** A process that has just begun, on a busy machine, is slow itself. */
  private static final int FIRST_LOGIN_SECONDS = 30;

  /** How long others are waited for behind an answer of the newest primary that is known. */
  private static final Duration LATE = Duration.ofMillis(300);

  /** The same behind one that may be the old one, while the way to the new one is long. */
  private static final Duration TOO_LATE = Duration.ofSeconds(2);

  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  /** It would tell on standard error what is told as an answer; held, or it could be collected. */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "ticketd-desk-host");
        thread.setDaemon(true);
        thread.start();
      };

  private final DeskSettings settings;
  private final Predicate<End.Server> isPast;

  /** The primary that was found last, by whoever looked. */
  private volatile Optional<End.Server> newest = Optional.empty();

  Hosts(DeskSettings settings) {
    this(settings, server -> false);
  }

  private Hosts(DeskSettings settings, Predicate<End.Server> isPast) {
    this.settings = settings;
    this.isPast = isPast;
  }

  /** The same, and none of those is a primary, for it was left behind by a promotion. */
  Hosts without(Predicate<End.Server> past) {
    Hosts others = new Hosts(settings, past);
    others.newest = newest;
    return others;
  }

  /**
   * A server that takes writes, and a connection to it.
   *
   * @param isPooled whether the connection is a pooler's, which may have each transaction done by
   *     another process of the server
   */
  record Primary(
      Connection connection,
      DeskUrl.Host host,
      End.Server server,
      Insight insight,
      boolean isPooled)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // Nothing was done through it.
        return;
      }
    }
  }

  /**
   * Asks all of them at once; of several primaries, as where an old one was cut off and lives, the
   * one of the highest timeline counts, and one that is known to be past is none. Once there is one
   * that is as new as any that was known, the others are hardly waited for: one that does not
   * answer would hold up all the rest.
   *
   * @throws SQLException why none is to be had
   */
  Primary primary() throws SQLException {
    return primary(0, LOGIN_SECONDS, LATE);
  }

  /** The same for who waits for no answer longer than some seconds. */
  Primary primaryInTime() throws SQLException {
    return primary(ANSWER_SECONDS, LOGIN_SECONDS, LATE);
  }

  /** The same for who looks whether there is a newer one, and has time to. */
  Primary newestInTime() throws SQLException {
    return primary(ANSWER_SECONDS, LOGIN_SECONDS, TOO_LATE);
  }

  /** The same for a process that begins, with more patience. */
  Primary firstPrimary() throws SQLException {
    return primary(0, FIRST_LOGIN_SECONDS, TOO_LATE);
  }

  private Primary primary(int answerSeconds, int loginSeconds, Duration late) throws SQLException {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    AtomicBoolean decided = new AtomicBoolean();
    for (DeskUrl.Host host : settings.url().hosts()) {
      THREADS.execute(
          () -> {
            Answer answer = ask(host, answerSeconds, loginSeconds);
            answers.add(answer);
            if (decided.get()) {
              closeAll(answers);
            }
          });
    }
    try {
      return best(answers, Duration.ofSeconds(loginSeconds + 1), late);
    } finally {
      decided.set(true);
      closeAll(answers);
    }
  }

  /**
   * @param patience how long the next answer is waited for while there is no primary
   * @param late the same behind one that is as new as the one that was found before
   */
  Primary best(BlockingQueue<Answer> answers, Duration patience, Duration late)
      throws SQLException {
    Optional<Primary> best = Optional.empty();
    SQLException failure = new SQLException("no server of the URL is a primary", "25006");
    Duration limit = patience;
    for (int left = settings.url().hosts().size(); left > 0; left--) {
      Answer answer = next(answers, limit);
      if (answer.primary().isEmpty()) {
        failure = answer.failure().orElse(failure);
      } else if (isPast.test(answer.primary().get().server())) {
        answer.primary().get().close();
        failure = new SQLException("a server was left behind by a promotion", "25006");
      } else {
        best = better(best, answer.primary().get());
        limit = limitBehind(best.get().server(), late);
      }
    }
    Primary found = best.orElse(null);
    if (found == null) {
      throw failure;
    }
    newest = Optional.of(found.server());
    return found;
  }

  /** One that was found before and was newer may be gone by now: its answer is no condition. */
  private Duration limitBehind(End.Server found, Duration late) {
    Optional<Integer> known =
        newest.filter(it -> it.systemId() == found.systemId()).map(End.Server::timeline);
    if (known.isEmpty() || known.get() > found.timeline()) {
      return TOO_LATE;
    }
    return known.get() < found.timeline() ? LATE : late;
  }

  private static Answer next(BlockingQueue<Answer> answers, Duration limit) {
    try {
      Answer next = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      return next == null
          ? new Answer(
              Optional.empty(), Optional.of(new SQLException("no answer in time", "08001")))
          : next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(Optional.empty(), Optional.of(new SQLException("interrupted", "08001")));
    }
  }

  private static void closeAll(BlockingQueue<Answer> answers) {
    for (Answer late = answers.poll(); late != null; late = answers.poll()) {
      late.primary().ifPresent(Primary::close);
    }
  }

  private static Optional<Primary> better(Optional<Primary> best, Primary found) {
    if (best.isPresent() && best.get().server().timeline() >= found.server().timeline()) {
      found.close();
      return best;
    }
    best.ifPresent(Primary::close);
    return Optional.of(found);
  }

  /** What came of asking a server: it is the primary, or fails, or neither. */
  record Answer(Optional<Primary> primary, Optional<SQLException> failure) {}

  private Answer ask(DeskUrl.Host host, int answerSeconds, int loginSeconds) {
    try {
      return new Answer(connect(host, answerSeconds, loginSeconds), Optional.empty());
    } catch (SQLException e) {
      return new Answer(Optional.empty(), Optional.of(e));
    }
  }

  /**
   * A connection to this one, for who waits for no answer longer than some seconds.
   *
   * @return empty where it takes no writes
   */
  Optional<Primary> connect(DeskUrl.Host host) throws SQLException {
    return connect(host, ANSWER_SECONDS, LOGIN_SECONDS);
  }

  /**
   * An answer may take {@code answerSeconds}; where that is 0, as long as it takes, but for those
   * to what is asked here.
   */
  private Optional<Primary> connect(DeskUrl.Host host, int answerSeconds, int loginSeconds)
      throws SQLException {
    Connection connection = open(host, answerSeconds, loginSeconds);
    try {
      try (Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery(Sql.IS_STANDBY)) {
        answer.next();
        if (answer.getBoolean(1)) {
          connection.close();
          return Optional.empty();
        }
        // A pooler keeps the server's processes to itself.
        boolean isPooled =
            connection.unwrap(PGConnection.class).getBackendPID() != answer.getInt(2);
        if (isPooled) {
          forPooler(connection);
        }
        Insight insight = insight(connection);
        End.Server server = prepare(connection, insight);
        if (answerSeconds == 0) {
          connection.setNetworkTimeout(Runnable::run, 0);
        }
        return Optional.of(new Primary(connection, host, server, insight, isPooled));
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open(DeskUrl.Host host, int answerSeconds, int loginSeconds)
      throws SQLException {
    Properties properties = settings.url().properties(host);
    properties.setProperty("user", user());
    password().ifPresent(password -> properties.setProperty("password", password));
    settings
        .rootCertificate()
        .ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", String.valueOf(loginSeconds));
    // The driver's own thread logs in: without a limit it would wait for a host that says nothing
    // long after nobody waits for it.
    properties.setProperty(
        "socketTimeout", String.valueOf(answerSeconds == 0 ? loginSeconds : answerSeconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.putIfAbsent("ApplicationName", "ticketd");
    Connection connection =
        new Driver()
            .connect("jdbc:postgresql://" + host + "/" + encoded(settings.url()), properties);
    if (connection == null) {
      throw new SQLException("the driver does not know the URL", "08001");
    }
    return connection;
  }

  private static String encoded(DeskUrl url) {
    return java.net.URLEncoder.encode(url.database(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private String user() {
    return settings
        .url()
        .user()
        .or(settings::user)
        .orElseGet(() -> System.getProperty("user.name"));
  }

  /** Read at each connect, so that a new one needs no restart; the driver itself knows .pgpass. */
  private Optional<String> password() throws SQLException {
    if (settings.passwordFile().isEmpty()) {
      return Optional.ofNullable(System.getenv("PGPASSWORD"));
    }
    Path file = settings.passwordFile().get();
    try {
      return Files.readString(file).lines().findFirst();
    } catch (IOException e) {
      String reason = e instanceof CharacterCodingException ? "is not UTF-8" : FileFault.reason(e);
      throw new SQLException("password file " + file + ": " + reason, "28P01");
    }
  }

  /**
   * Prepares no statements on the server, for another process may have to execute them; and what is
   * set for the session may hold for another process, so that nothing may depend on it.
   */
  private void forPooler(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    // As a transaction: one that has each statement done by another process says so here, and not
    // to the first nodes that queue up for a turn.
    connection.setAutoCommit(false);
    try (PreparedStatement unfit = connection.prepareStatement(Sql.UNFIT_SETTINGS)) {
      unfit.setBoolean(1, settings.raisesCommit());
      try (ResultSet found = unfit.executeQuery()) {
        found.next();
        String names = found.getString(1);
        if (names != null) {
          throw new SQLException(
              "behind a pooler what a node sets for its session may be lost; set for its role by"
                  + " ALTER ROLE, to what PostgreSQL has by itself: "
                  + names,
              "0A000");
        }
      }
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Where a promotion cannot be seen, somebody must have said to a node what one may have lost. */
  private Insight insight(Connection connection) throws SQLException {
    Insight insight = Insight.of(connection);
    if (!insight.isOfItsHistory() && settings.failover().isEmpty() && !settings.visits()) {
      throw new SQLException(
          "the server does not tell what it is, for pg_control_system(), pg_walfile_name() or"
              + " pg_current_wal_lsn() may not be called; set failover = lossless or"
              + " new-generation",
          "0A000");
    }
    return insight;
  }

  /** Against what the role's own defaults may be. */
  private End.Server prepare(Connection connection, Insight insight) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return prepare(connection, statement, insight);
    }
  }

  private End.Server prepare(Connection connection, Statement statement, Insight insight)
      throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    statement.execute(
        "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_session_timeout = 0;"
            + " SET idle_in_transaction_session_timeout = 0;"
            + " SET default_transaction_isolation = 'read committed';"
            + " SET default_transaction_read_only = off; SET jit = off;"
            // A plan made while the table was empty would scan it for ever.
            + " SET enable_seqscan = off; SET client_min_messages = warning"
            + (version >= TRANSACTION_TIMEOUT_SINCE ? "; SET transaction_timeout = 0" : ""));
    try (ResultSet who = statement.executeQuery(Sql.who(insight))) {
      who.next();
      End.Server server = new End.Server(who.getLong(1), who.getInt(2));
      String commit = who.getString(4);
      if (settings.raisesCommit() && (commit.equals("off") || commit.equals("local"))) {
        try (Statement raise = connection.createStatement()) {
          raise.execute("SET synchronous_commit = on");
        }
      }
      return server;
    }
  }
}
