package ticketd.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which desk, and how this node uses it.
 *
 * @param user where the URL names none; empty: the name of this process's user
 * @param passwordFile its first line is the password, read at each connect
 * @param replica the file with this node's copy
 * @param failover what a primary of another timeline means; empty: nobody said, and it may have
 *     lost something
 * @param listens whether other nodes' changes are told by NOTIFY; else they are only looked for
 * @param pollInterval between two looks at what other nodes committed
 * @param lockTimeout how long a change waits for the database before its peer is answered
 * @param raisesCommit whether a {@code synchronous_commit} of {@code off} or {@code local} is
 *     raised to {@code on}
 * @param visits whether it is no node: then it gives the desk no generation, whatever it finds
 */
public record DeskSettings(
    DeskUrl url,
    Optional<String> user,
    Optional<Path> passwordFile,
    Optional<Path> rootCertificate,
    Path replica,
    Reads reads,
    Duration maxLag,
    Optional<Failover> failover,
    boolean listens,
    Duration pollInterval,
    Duration lockTimeout,
    boolean raisesCommit,
    boolean visits) {

  public static final String DEFAULT_DESK = "main";

  private static final Duration VISIT_POLLS = Duration.ofSeconds(1);

  /** For who is no node and has no copy. */
  static DeskSettings toManage(DeskUrl url, Optional<Path> passwordFile) {
    return new DeskSettings(
        url,
        Optional.empty(),
        passwordFile,
        Optional.empty(),
        Path.of(DEFAULT_DESK),
        Reads.CURRENT,
        Duration.ZERO,
        Optional.of(Failover.NEW_GENERATION),
        false,
        Duration.ZERO,
        Duration.ZERO,
        true,
        false);
  }

  /**
   * For who stores a change or two, beside the nodes, and is gone. What a failover may have lost is
   * for the nodes to say.
   *
   * @param copy what it reads the desk into; for nobody else
   */
  public static DeskSettings toVisit(DeskUrl url, Path copy, Duration lockTimeout) {
    return new DeskSettings(
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        copy,
        Reads.CURRENT,
        Duration.ZERO,
        Optional.empty(),
        false,
        VISIT_POLLS,
        lockTimeout,
        true,
        true);
  }

  /** What a read asks first. */
  public enum Reads {
    /** The database: it shows whatever any node acknowledged. */
    CURRENT,
    /** Nobody, where the last word of the database is young enough. */
    NODE;

    public String wireName() {
      return this == CURRENT ? "current" : "node";
    }
  }

  /** What the promotion of a standby may have lost. */
  public enum Failover {
    /** Nothing: the standby was synchronous, and the desk keeps its generation. */
    LOSSLESS,
    /** What nobody can know: the desk gets a new generation. */
    NEW_GENERATION;

    public String wireName() {
      return this == LOSSLESS ? "lossless" : "new-generation";
    }
  }

  /** Whether a promoted standby has all that was acknowledged. */
  boolean isLossless() {
    return failover.equals(Optional.of(Failover.LOSSLESS));
  }

  /** Of the desk in the database. */
  String desk() {
    return url.desk().orElse(DEFAULT_DESK);
  }
}
