package ticketd.postgres;

import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.PGConnection;
import ticketd.testing.Authority;
import ticketd.testing.Island;
import ticketd.testing.Ports;
import ticketd.testing.Processes;
import ticketd.tls.Credentials;

/**
 * A real PostgreSQL of the test's own: as another user where the test is root's, on a port and in a
 * directory of its own. Tests that need one are skipped where there is none, and say so; with
 * {@code TICKETD_POSTGRES_REQUIRED} in the environment they fail.
 */
public final class Cluster implements AutoCloseable {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  public static final String USER = "ticketd";
  private static final List<String> QUICK =
      List.of(
          "-c", "fsync=off",
          "-c", "shared_buffers=32MB",
          "-c", "max_connections=60",
          "-c", "logging_collector=off",
          "-c", "wal_keep_size=256MB",
          "-c", "unix_socket_directories=");

  private static Optional<Cluster> shared = Optional.empty();

  private final Path directory;
  private final Place place;
  private final int port;
  private Optional<Process> server = Optional.empty();

  private Cluster(Place place) {
    this.directory = directory();
    this.place = place;
    this.port = Ports.free();
  }

  /**
   * Where one runs.
   *
   * @param inside what stands before its command
   * @param address by which the tests reach it
   */
  private record Place(List<String> inside, String address, String listens) {
    static final Place HERE = new Place(List.of(), "127.0.0.1", "127.0.0.1");

    static Place over(Island.Link way) {
      return new Place(way.far().inside(), way.address(), "*");
    }
  }

  /** One for all tests of this process that do it no harm; it ends with the process. */
  static synchronized Cluster shared() {
    if (shared.isEmpty()) {
      Cluster made = create();
      Runtime.getRuntime().addShutdownHook(new Thread(made::close));
      shared = Optional.of(made);
    }
    return shared.get();
  }

  /** A new one, running. */
  public static Cluster create() {
    return create(Place.HERE);
  }

  /** The same on another host, to which a link leads; whoever reaches it may come in. */
  static Cluster over(Island.Link way) {
    return create(Place.over(way));
  }

  private static Cluster create(Place place) {
    Cluster made = new Cluster(place);
    made.run(
        "initdb",
        "--no-sync",
        "--no-instructions",
        "-A",
        "trust",
        "-U",
        USER,
        "-E",
        "UTF8",
        "--locale=C",
        "-D",
        made.data());
    made.letIn("host all,replication all samenet trust\n");
    made.start();
    return made;
  }

  /** A standby of this one, running; named so that it may be made the synchronous one. */
  Cluster standby(String name) {
    return standby(name, Place.HERE, place.address());
  }

  /** The same on another host. */
  Cluster standby(String name, Island.Link way, Island.Link fromThere) {
    return standby(name, Place.over(way), fromThere.address());
  }

  private Cluster standby(String name, Place there, String address) {
    Cluster made = new Cluster(there);
    made.run(
        "pg_basebackup",
        "--no-sync",
        "-c",
        "fast",
        "-R",
        "-D",
        made.data(),
        "-d",
        "host=" + address + " port=" + port + " user=" + USER + " application_name=" + name);
    made.start();
    return made;
  }

  private static Path directory() {
    requireInstalled();
    try {
      Path made = Files.createTempDirectory("ticketd-postgres-");
      if (ROOT) {
        Processes.run("chown", "postgres", made.toString());
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireInstalled() {
    if (binary("initdb").isEmpty()) {
      String why = "PostgreSQL is not installed (Debian: postgresql): its tests do not run";
      if (System.getenv("TICKETD_POSTGRES_REQUIRED") != null) {
        Assertions.fail(why);
      }
      System.err.println("SKIPPED: " + why);
      Assumptions.abort(why);
    }
  }

  /** Where a program of PostgreSQL is. */
  public static String program(String name) {
    return binary(name).orElseThrow();
  }

  private static Optional<String> binary(String name) {
    return Stream.concat(debian(), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The newest first. */
  private static Stream<String> debian() {
    if (!Files.isDirectory(DEBIAN)) {
      return Stream.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .sorted(Comparator.comparing((Path it) -> it.getFileName().toString()).reversed())
          .map(it -> it.resolve("bin").toString())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static ProcessBuilder command(List<String> inside, String name, String... arguments) {
    List<String> command = new ArrayList<>(inside);
    if (ROOT) {
      // It becomes the server itself, so that signals reach it.
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(binary(name).orElseThrow());
    command.addAll(List.of(arguments));
    return Processes.builder(command);
  }

  /** A program of those that refuse to be root's, with that file of settings. */
  static ProcessBuilder asServersUser(String name, Path settings) {
    if (ROOT) {
      Processes.run("chown", "postgres", settings.toString());
    }
    return command(List.of(), name, settings.toString());
  }

  private void run(String name, String... arguments) {
    Processes.run(command(place.inside(), name, arguments).directory(directory.toFile()));
  }

  /** Runs it and waits until it takes connections. */
  public void start(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("-D", data(), "-p", String.valueOf(port)));
    arguments.addAll(QUICK);
    arguments.addAll(List.of("-c", "listen_addresses=" + place.listens()));
    for (String setting : settings) {
      arguments.addAll(List.of("-c", setting));
    }
    try {
      server =
          Optional.of(
              command(place.inside(), "postgres", arguments.toArray(String[]::new))
                  .directory(directory.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(directory.resolve("log").toFile())
                  .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        connect("postgres").close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || !server.get().isAlive()) {
          throw new AssertionError("no PostgreSQL, see " + directory.resolve("log"), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Ends it at once, as kill -9 of all its processes would; what it acknowledged stands. */
  void kill() {
    signal("QUIT");
  }

  /** Ends it properly. */
  public void stop() {
    signal("INT");
  }

  /** Ends it, keeps what it has, as a back-up does, and runs it again. */
  void backUp() {
    stop();
    Processes.run("cp", "-a", data(), directory.resolve("kept").toString());
    start();
  }

  /** Puts back what {@link #backUp} kept, and runs that. */
  void putBack() {
    kill();
    Processes.run("rm", "-rf", data());
    Processes.run("mv", directory.resolve("kept").toString(), data());
    start();
  }

  /** SIGSTOP or SIGCONT of each of its processes: it answers nobody, and cuts nobody off. */
  void freeze(boolean frozen) {
    long postmaster = postmaster();
    List<ProcessHandle> all =
        Stream.concat(
                Stream.of(ProcessHandle.of(postmaster).orElseThrow()),
                ProcessHandle.of(postmaster).orElseThrow().descendants())
            .toList();
    for (ProcessHandle one : all) {
      new ProcessSignal(frozen ? "STOP" : "CONT", one.pid()).send();
    }
  }

  private record ProcessSignal(String name, long pid) {
    void send() {
      try {
        Processes.builder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private long postmaster() {
    try {
      return Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    if (server.isPresent() && server.get().isAlive()) {
      Processes.run("kill", "-" + name, String.valueOf(postmaster()));
      try {
        Assertions.assertTrue(
            server.get().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not end");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    server = Optional.empty();
  }

  /** From the next connection on this role has to prove itself by its password. */
  void askForPassword(String role) {
    letIn("host all " + role + " 127.0.0.1/32 scram-sha-256\n");
    query("postgres", "SELECT pg_reload_conf()");
    await().until(() -> !takes("postgres?password=&user=" + role));
  }

  /** From the next connection on it shows a new certificate, which that authority signs. */
  void certify(Authority by) {
    Credentials pair = by.issue(place.address());
    for (Path file :
        List.of(
            Authority.writeChain(pair, Path.of(data(), "server.crt")),
            Authority.writeKey(pair, Path.of(data(), "server.key")))) {
      if (ROOT) {
        Processes.run("chown", "postgres", file.toString());
      }
    }
    query("postgres", "ALTER SYSTEM SET ssl = on");
    query("postgres", "SELECT pg_reload_conf()");
    Path root = by.writeCertificate(directory.resolve("root.pem"));
    await()
        .until(() -> takes("postgres?sslmode=verify-full&sslrootcert=" + root + "&user=" + USER));
  }

  /** From the next connection on it shows none again, and speaks in plain. */
  void certifyNothing() {
    query("postgres", "ALTER SYSTEM SET ssl = off");
    query("postgres", "SELECT pg_reload_conf()");
    await().until(() -> !takes("postgres?sslmode=require&user=" + USER));
  }

  private boolean takes(String connection) {
    try {
      DriverManager.getConnection("jdbc:postgresql://" + address() + "/" + connection).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Before all other rules. */
  private void letIn(String rule) {
    Path rules = Path.of(data(), "pg_hba.conf");
    try {
      Files.writeString(rules, rule + Files.readString(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a standby the primary; returns when it is. */
  void promote() {
    query("postgres", "SELECT pg_promote(true, 60)");
  }

  public int port() {
    return port;
  }

  /** By which the tests reach it. */
  private String address() {
    return place.address() + ":" + port;
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address() + "/" + database + "?user=" + USER);
  }

  /** What a statement returns first, as text; empty where that is nothing. */
  public String query(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet found = statement.getResultSet()) {
        return found.next() ? Objects.toString(found.getString(1), "") : "";
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** How many sessions have the lock of the queue, or wait for it. */
  int queued(String database) {
    return Integer.parseInt(
        query(
            database,
            "SELECT count(DISTINCT pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                + " WHERE l.locktype = 'advisory' AND d.datname = current_database()"));
  }

  /** Lets commits wait for nobody from now on, or from soon. */
  void waitForNobody() {
    waitFor("");
  }

  /**
   * Lets every commit that begins afterwards wait for that standby, whether there is one of the
   * name or not.
   */
  void waitForStandby(String name) {
    // A reload is only asked for, and the checkpointer takes it in when it comes to that: what
    // tells is a commit that waits for a standby that does not exist.
    waitFor("ticketd_nobody");
    await().until(this::commitsWait);
    waitFor(name);
  }

  private void waitFor(String standby) {
    query("postgres", "ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
    query("postgres", "SELECT pg_reload_conf()");
  }

  /** Commits something, and cuts its wait short if there is one. */
  private boolean commitsWait() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      int backend = connection.unwrap(PGConnection.class).getBackendPID();
      CompletableFuture<Boolean> written =
          CompletableFuture.supplyAsync(
              () -> write(statement), command -> new Thread(command).start());
      await().until(() -> written.isDone() || cancelsWait("pid = " + backend));
      return written.join();
    }
  }

  /** Whether it had to wait. */
  private static boolean write(Statement statement) {
    try {
      statement.execute("SELECT pg_logical_emit_message(true, 'ticketd', '')");
      return statement.getWarnings() != null;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Cuts the waits for a standby short that such a statement is in; whether there was one. */
  boolean cancelsWait(String condition) {
    return !query(
            "postgres",
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND "
                + condition)
        .isEmpty();
  }

  /**
   * Has a command carried out on each function that puts a message into the log; {@code %s} stands
   * for it.
   */
  void onMessages(String database, String command) {
    query(
        database,
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname ="
            + " 'pg_logical_emit_message' LOOP EXECUTE format('"
            + command
            + "', f); END LOOP; END $$");
  }

  /** An empty database with a desk in it, whose chunks are small. */
  public void createDesk(String database, int chunkBytes) {
    query("postgres", "CREATE DATABASE " + database);
    try (Connection connection = connect(database)) {
      Schema.migrate(connection);
      Schema.createDesk(connection, DeskSettings.DEFAULT_DESK, chunkBytes);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on {@link #generations} counts. */
  void countGenerations(String database) {
    query(
        database,
        "CREATE TABLE ticketd.begun (generation bigint);"
            + " CREATE FUNCTION ticketd.count_begun() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO ticketd.begun VALUES (NEW.generation); RETURN NEW; END';"
            + " CREATE TRIGGER count_begun AFTER UPDATE ON ticketd.desk FOR EACH ROW"
            + " WHEN (NEW.generation <> OLD.generation) EXECUTE FUNCTION ticketd.count_begun()");
  }

  /** How many new ones its desks got. */
  int generations(String database) {
    return Integer.parseInt(query(database, "SELECT count(*) FROM ticketd.begun"));
  }

  /** Of a desk in a database of this one, for nodes that go through {@code ports}. */
  public static String url(String database, int... ports) {
    List<String> hosts = new ArrayList<>();
    for (int port : ports) {
      hosts.add("127.0.0.1:" + port);
    }
    return "postgresql://" + USER + "@" + String.join(",", hosts) + "/" + database;
  }

  /** By which a node reaches it over that link. */
  String at(Island.Link way) {
    return way.address() + ":" + port;
  }

  @Override
  public void close() {
    kill();
    Processes.run("rm", "-rf", directory.toString());
  }
}
