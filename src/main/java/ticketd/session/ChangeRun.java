package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Desk;
import ticketd.door.Deed;
import ticketd.door.PeerLog;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Principal;
import ticketd.ticket.QueryCommand;
import ticketd.ticket.SavedTerms;
import ticketd.ticket.TicketCommand;
import ticketd.wire.Request;
import ticketd.wire.Verb;

/** Changes that one connection asked for in a row: they go to the desk together. */
final class ChangeRun {
  private final List<Change> changes = new ArrayList<>();

  /** Of each change. */
  private final List<Verb> verbs = new ArrayList<>();

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Whether the desk may still find the last one malformed: what it names is looked up in its turn.
   * Nothing goes behind it in the same run, since such an answer may end the connection.
   */
  boolean endsOpen() {
    return !changes.isEmpty()
        && changes.get(changes.size() - 1).command() instanceof TicketCommand.TakeNext next
        && SavedTerms.areIn(next.query());
  }

  void add(Principal who, Request.Change request) {
    verbs.add(request.verb());
    changes.add(
        new Change(
            who,
            request.command(),
            request.key().map(key -> KeyUse.of(key, request.command())),
            request.expected()));
  }

  void send(Desk desk, ActorRef<Answers> replyTo) {
    desk.change(List.copyOf(changes), replyTo);
  }

  /**
   * Writes, counts and logs what became of each that there is an answer to, and is empty again.
   * False where whoever asked is known no more: neither that one nor those behind it are answered.
   */
  boolean answer(
      List<Answer> answers, Replies replies, RequestTally tally, PeerLog log, String peer) {
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      if (answer instanceof Answer.Revoked) {
        clear();
        return false;
      }
      Change change = changes.get(i);
      if (answer instanceof Answer.Applied applied) {
        log.applied(peer, change.principal().who(), applied.kind(), applied.ticket().id());
      } else if (answer instanceof Answer.OfQuery done
          && done.isNew()
          && change.command() instanceof QueryCommand command) {
        log.did(peer, change.principal().who(), Deed.of(command), command.name());
      }
      replies.answer(verbs.get(i), answer);
      tally.add(verbs.get(i), replies.failure());
    }
    clear();
    return true;
  }

  private void clear() {
    changes.clear();
    verbs.clear();
  }
}
