package ticketd.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import ticketd.desk.Answer;
import ticketd.ticket.Rejection;
import ticketd.ticket.Ticket;
import ticketd.wire.ChangeJson;
import ticketd.wire.ErrorCode;
import ticketd.wire.JsonLine;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Rejections;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/** What a request for a change is answered. */
sealed interface Outcome {
  /** Of HTTP. */
  int status();

  /** Why it was not carried out; empty where it was. */
  Optional<ErrorCode> failure();

  HttpResponse response(Language language);

  /** The members of its answer, be it all of a body or an item of one. */
  void members(JsonLine json, Language language) throws IOException;

  /**
   * What became of a change that {@code verb} asked for.
   *
   * @param isKeyed whether it carried a key
   */
  static Outcome of(Verb verb, Answer answer, boolean isKeyed) {
    if (answer instanceof Answer.Applied applied) {
      return new Done(verb, applied.ticket(), true, false);
    } else if (answer instanceof Answer.Unchanged unchanged) {
      return new Done(verb, unchanged.ticket(), false, false);
    } else if (answer instanceof Answer.Duplicate duplicate) {
      return new Done(verb, duplicate.ticket(), duplicate.changed(), true);
    } else if (answer instanceof Answer.OfQuery done) {
      return new QueryDone(verb, done);
    } else if (answer instanceof Answer.Rejected rejected) {
      return new Refused(problem(rejected.rejection()));
    } else if (answer instanceof Answer.Forbidden) {
      return new Refused(Problem.of(ErrorCode.FORBIDDEN));
    } else if (answer instanceof Answer.NotIdentified) {
      return new Refused(Askers.signInFirst());
    } else if (answer instanceof Answer.Revoked) {
      return new Refused(Problem.of(ErrorCode.REVOKED));
    } else if (answer instanceof Answer.OldFormat) {
      return new Refused(Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.OLD_FORMAT)));
    } else if (answer instanceof Answer.Unavailable) {
      return unstored(Problem.of(ErrorCode.UNAVAILABLE), isKeyed);
    } else if (answer instanceof Answer.OutOfReach) {
      return unstored(
          Problem.of(ErrorCode.UNAVAILABLE, Message.of(Text.OUT_OF_REACH_UNSTORED)), isKeyed);
    } else if (answer instanceof Answer.Unreadable) {
      return new Refused(Problem.of(ErrorCode.UNAVAILABLE, Message.unreadable()));
    } else if (answer instanceof Answer.Full) {
      return unstored(Problem.of(ErrorCode.FULL), isKeyed);
    } else if (answer instanceof Answer.InDoubt) {
      return unstored(Problem.of(ErrorCode.IN_DOUBT), isKeyed);
    }
    throw new IllegalArgumentException("no outcome of " + answer);
  }

  /** The state does not allow it. */
  static Problem problem(Rejection rejection) {
    ErrorCode code = Rejections.code(rejection);
    Message detail = Rejections.message(rejection);
    if (rejection instanceof Rejection.OtherVersion other) {
      return new Problem(
          StatusCodes.PRECONDITION_FAILED.intValue(),
          code,
          detail,
          Map.of("actualVersion", other.actual()));
    } else if (rejection instanceof Rejection.KeyReused) {
      return new Problem(StatusCodes.UNPROCESSABLE_CONTENT.intValue(), code, detail);
    } else if (rejection instanceof Rejection.TakenByAnother taken) {
      return Problem.of(code, detail).with(Map.of("assignee", taken.assignee().name()));
    }
    return Problem.of(code, detail);
  }

  /** It is not, or perhaps not, stored; by its key a program may repeat it whatever it was. */
  private static Outcome unstored(Problem why, boolean isKeyed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("retryWithSameKey", isKeyed);
    return new Refused(why.with(members));
  }

  /** The ticket is as was asked for. */
  record Done(Verb verb, Ticket ticket, boolean changed, boolean duplicate) implements Outcome {
    @Override
    public Optional<ErrorCode> failure() {
      return Optional.empty();
    }

    @Override
    public int status() {
      return verb == Verb.SENDTICKET || verb == Verb.COMMENT || verb == Verb.NOTE
          ? StatusCodes.CREATED.intValue()
          : StatusCodes.OK.intValue();
    }

    @Override
    public HttpResponse response(Language language) {
      HttpResponse response =
          Json.response(json -> members(json, language))
              .withStatus(status())
              .addHeader(RawHeader.create("ETag", Conditions.tag(ticket)));
      return verb == Verb.SENDTICKET
          ? response.addHeader(RawHeader.create("Location", ApiRoutes.TICKETS + "/" + ticket.id()))
          : response;
    }

    @Override
    public void members(JsonLine json, Language language) throws IOException {
      ChangeJson.members(json, verb, ticket, changed, duplicate);
    }
  }

  /** What is kept under a name is as was asked for; that it is gone needs no words. */
  record QueryDone(Verb verb, Answer.OfQuery done) implements Outcome {
    @Override
    public Optional<ErrorCode> failure() {
      return Optional.empty();
    }

    @Override
    public int status() {
      return verb == Verb.UNSAVE ? StatusCodes.NO_CONTENT.intValue() : StatusCodes.OK.intValue();
    }

    @Override
    public HttpResponse response(Language language) {
      return verb == Verb.UNSAVE
          ? HttpResponse.create().withStatus(status())
          : Json.response(json -> members(json, language));
    }

    @Override
    public void members(JsonLine json, Language language) throws IOException {
      ChangeJson.members(json, done.name(), done.seq(), done.changed(), done.duplicate());
    }
  }

  /** Nothing is as was asked for, as far as is known. */
  record Refused(Problem problem) implements Outcome {
    @Override
    public Optional<ErrorCode> failure() {
      return Optional.of(problem.code());
    }

    @Override
    public int status() {
      return problem.status();
    }

    @Override
    public HttpResponse response(Language language) {
      return problem.in(language);
    }

    @Override
    public void members(JsonLine json, Language language) throws IOException {
      problem.members(json.generator(), language);
    }
  }
}
