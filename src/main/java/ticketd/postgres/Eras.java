package ticketd.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/**
 * What this node knows of the desk and its server, and what it makes of another: a new generation,
 * where acknowledged changes are, or may be, lost. For any thread; changed by the one that appends.
 */
final class Eras {
  private static final Logger LOG = LoggerFactory.getLogger(Eras.class);

  private static final String SEALED =
      "the desk was sealed by ticketd store copy: it is served from the file that it was copied to";

  /** What who is no node is told: that something was lost it cannot know, and not that nothing. */
  private static final String NOT_FOR_A_VISIT =
      "another server, or another state of it, than the desk's generation is of; start a node, or"
          + " run: ticketd store new-generation, or keep-generation where nothing was lost";

  private final DeskFile file;
  private final DeskSettings settings;
  private volatile Optional<End.Era> known = Optional.empty();
  private volatile long highestLsn;

  /** Of the desk's records, as its owner raised it last. */
  private volatile int format;

  Eras(DeskFile file, DeskSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  private JournalException refusal(JournalException.Kind kind, String why) {
    return JournalException.elsewhere(kind, settings.url().toString(), why, null);
  }

  /** What an append says in its condition. */
  End.Era known() {
    return known.orElseThrow();
  }

  /**
   * Whether the answer is of the server and the generation that this node knows.
   *
   * @param held what was known when it was asked for: the answer to a later question may have come
   *     before
   */
  boolean isKnown(End end, Held held) {
    return known.equals(Optional.of(end.era()))
        && end.sealed() == 0
        && end.recorded().equals(end.server())
        && end.lsn() >= held.lsn();
  }

  /** What is known now, before a question. */
  Held hold() {
    synchronized (file) {
      return new Held(file.seq(), file.chain(), file.replica().generation(), highestLsn);
    }
  }

  /** What may be among the desk's records. */
  int format() {
    return format;
  }

  /** The answer was of a known era. */
  void seen(End end) {
    format = end.format();
    highestLsn = Math.max(highestLsn, end.lsn());
  }

  /** Whether this server was left behind by a promotion that this node knows of. */
  boolean isPast(End.Server server) {
    return known
        .map(
            era ->
                era.server().systemId() == server.systemId()
                    && server.timeline() < era.server().timeline())
        .orElse(false);
  }

  /** Whether this server was promoted in place of the one that this node knows. */
  boolean isSucceededBy(End.Server server) {
    return known
        .map(
            era ->
                era.server().systemId() == server.systemId()
                    && era.server().timeline() < server.timeline())
        .orElse(false);
  }

  /**
   * Makes what the server says what this node knows. Where it is not the server that the desk's
   * generation is of, the desk gets a new one, or the node learns the one that another node gave
   * it.
   *
   * @param held the end of this node's copy when the server was asked
   * @return the end, asked again where something was changed
   * @throws JournalException DIVERGED when the copy is no part of the order; NEWER_FORMAT when the
   *     order was sealed, and goes on elsewhere
   */
  End learn(Session session, End first, Held held)
      throws SQLException, Session.UnconfirmedException {
    return find(session, first, held, true);
  }

  /** The same where what follows on {@code held} is copied next: that tells whether it does. */
  End know(Session session, End first, Held held)
      throws SQLException, Session.UnconfirmedException {
    return find(session, first, held, false);
  }

  private End find(Session session, End first, Held held, boolean looks)
      throws SQLException, Session.UnconfirmedException {
    refuseSealed(first);
    boolean isKnown = isKnown(first, held);
    End end = isKnown ? first : current(session, first, held);
    // What is no part of the order is not of its generation either, and tells that to the next
    // process.
    boolean mustFollow = looks || end.generation() != held.generation();
    boolean follows =
        end.seq() > held.seq()
            ? !mustFollow || session.has(held.seq(), held.chain())
            : end.seq() == held.seq() && end.chain() == held.chain();
    if (!follows) {
      diverged(session, end, held);
    }
    if (!isKnown) {
      take(end);
    }
    seen(end);
    return end;
  }

  /** The end where the desk's generation is of the server that answers, which it is made. */
  private End current(Session session, End first, Held held)
      throws SQLException, Session.UnconfirmedException {
    End end = first;
    boolean isSetBack = isSetBack(end, held);
    while (true) {
      if (isPast(end.server())) {
        throw new SQLException("this server was left behind by a promotion", "25006");
      }
      if (end.recorded().equals(end.server()) && !isSetBack) {
        return end;
      }
      begin(session, end, held, keepsGeneration(end));
      isSetBack = false;
      end = session.end();
      refuseSealed(end);
    }
  }

  private void refuseSealed(End end) {
    if (end.sealed() != 0) {
      throw refusal(JournalException.Kind.NEWER_FORMAT, SEALED);
    }
  }

  /**
   * What a node holds.
   *
   * @param seq of the last event in its copy
   * @param chain its checksum
   * @param generation of its copy
   * @param lsn the highest that its server has told
   */
  record Held(long seq, int chain, long generation, long lsn) {}

  /** Where somebody else found out, there is a new generation already, for all. */
  private boolean isSetBack(End end, Held held) {
    return end.lsn() < held.lsn()
        && end.generation() <= held.generation()
        && known.map(era -> era.server().equals(end.server())).orElse(false);
  }

  private void take(End end) {
    if (file.replica().generation() != end.generation()) {
      LOG.warn(
          "the desk is of generation {} now, of {} before: watches begin anew",
          end.generation(),
          file.replica().generation());
      file.generation(end.generation());
    }
    // Behind that: where it fails, it is to be done again.
    known = Optional.of(end.era());
    highestLsn = end.lsn();
  }

  private boolean keepsGeneration(End end) {
    return settings.isLossless()
        && end.recorded().systemId() == end.server().systemId()
        && end.recorded().timeline() < end.server().timeline();
  }

  private void begin(Session session, End end, Held held, boolean keeps)
      throws SQLException, Session.UnconfirmedException {
    if (settings.visits()) {
      throw refusal(JournalException.Kind.IO, NOT_FOR_A_VISIT);
    }
    // A database that was put back may say one that is long over.
    long last = Math.max(end.generation(), held.generation());
    long generation = keeps ? end.generation() : Math.max(last + 1, System.currentTimeMillis());
    boolean mine =
        session.begin(new End.Era(generation, end.server()), end.generation(), end.recorded());
    if (mine) {
      LOG.warn(
          "{}; the desk's generation is {}, it was {}",
          end.recorded().equals(end.server())
              ? "the database is in an earlier state"
              : "timeline "
                  + end.server().timeline()
                  + " of system "
                  + end.server().systemId()
                  + " in place of "
                  + end.recorded().timeline()
                  + " of "
                  + end.recorded().systemId(),
          generation,
          end.generation());
    }
    // Else another node was first: what it gave is what the next look says.
    highestLsn = 0;
  }

  /**
   * Gives the desk a new generation, unless it has one, for what others have of the old one may be
   * lost.
   *
   * @throws JournalException DIVERGED, always
   */
  void diverged(Session session, End end, Held held)
      throws SQLException, Session.UnconfirmedException {
    if (end.generation() <= held.generation()) {
      begin(session, end, held, false);
    }
    throw new JournalException(
        JournalException.Kind.DIVERGED,
        file.file(),
        "holds change "
            + held.seq()
            + ", which the desk in PostgreSQL does not have: the database was put back, or a"
            + " standby promoted that lacked it");
  }
}
