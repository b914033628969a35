package ticketd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.door.Deed;
import ticketd.door.PeerLog;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Principal;
import ticketd.ticket.QueryCommand;
import ticketd.wire.Parsed;
import ticketd.wire.Request;

/** Has the desk carry out changes, and tells the log of what they did. Thread-safe. */
final class Changing {
  private final DeskCalls desk;
  private final PeerLog log;

  Changing(DeskCalls desk, PeerLog log) {
    this.desk = desk;
    this.log = log;
  }

  /** What became of a run of changes that one request asks for, one each, in their order. */
  CompletionStage<List<Outcome>> carryOut(Call call, List<Request.Change> requests) {
    // The parser refuses a change from nobody.
    Principal who = call.asker().principal().orElseThrow();
    List<Change> run = requests.stream().map(request -> change(who, request)).toList();
    return desk.change(run).thenApply(answers -> outcomes(call, requests, run, answers));
  }

  /** Answers a request that asks for one change. */
  CompletionStage<HttpResponse> answer(Call call, Parsed parsed) {
    if (parsed instanceof Parsed.Refused refused) {
      return call.refuse(Problem.of(refused));
    }
    Request.Change change = (Request.Change) ((Parsed.Accepted) parsed).request();
    return carryOut(call, List.of(change))
        .thenApply(outcomes -> outcomes.get(0).response(call.language()));
  }

  private static Change change(Principal who, Request.Change request) {
    return new Change(
        who,
        request.command(),
        request.key().map(key -> KeyUse.of(key, request.command())),
        request.expected());
  }

  private List<Outcome> outcomes(
      Call call, List<Request.Change> requests, List<Change> run, List<Answer> answers) {
    List<Outcome> outcomes = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      String peer = call.peer().name();
      Change change = run.get(i);
      if (answers.get(i) instanceof Answer.Applied applied) {
        log.applied(peer, change.principal().who(), applied.kind(), applied.ticket().id());
      } else if (answers.get(i) instanceof Answer.OfQuery done
          && done.isNew()
          && change.command() instanceof QueryCommand command) {
        log.did(peer, change.principal().who(), Deed.of(command), command.name());
      }
      outcomes.add(
          Outcome.of(requests.get(i).verb(), answers.get(i), run.get(i).key().isPresent()));
    }
    return outcomes;
  }
}
