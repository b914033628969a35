package ticketd.session;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import ticketd.desk.Answer;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.protocol.TicketLines;
import ticketd.ticket.Rejection;
import ticketd.ticket.TicketDetails;
import ticketd.wire.ErrorCode;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Message;
import ticketd.wire.Rejections;
import ticketd.wire.Text;
import ticketd.wire.Verb;

/**
 * What one connection is answered and has not yet been given, in the language and format that it
 * chose.
 */
final class Replies {
  /** Replies are passed on when they are this long, whatever else is to be answered. */
  private static final int ENOUGH_BYTES = 64 * 1024;

  private final TicketLines lines;
  private final LineBuffer out = new LineBuffer();

  /** What the status line written last says, unless it says that all is well. */
  private @Nullable ErrorCode failure;

  private Language language;
  private Format format = Format.TEXT;
  private ResponseWriter writer;

  Replies(Language language, TicketLines lines) {
    this.lines = lines;
    this.language = language;
    this.writer = ResponseWriter.of(language, format, lines);
  }

  /** In this language from now on. */
  void speak(Language chosen) {
    language = chosen;
    writer = ResponseWriter.of(language, format, lines);
  }

  /** In this format from now on. */
  void speak(Format chosen) {
    format = chosen;
    writer = ResponseWriter.of(language, format, lines);
  }

  /** Of the language and format chosen by now. */
  ResponseWriter writer() {
    return writer;
  }

  LineBuffer out() {
    return out;
  }

  void say(Response response) {
    failure = null;
    writer.write(out, response);
  }

  void fail(ErrorCode code) {
    fail(code, Message.of(code));
  }

  void fail(ErrorCode code, Message message) {
    say(new Response.Failed(code, message));
    failure = code;
  }

  /** What would have to be read cannot be. */
  void failUnreadable() {
    fail(ErrorCode.UNAVAILABLE, Message.unreadable());
  }

  void refuse(Rejection rejection) {
    failure = Rejections.code(rejection);
    writer.refuse(out, rejection);
  }

  void prompt(Text prompt) {
    writer.prompt(out, prompt);
  }

  void show(TicketDetails details) {
    writer.details(out, details);
    say(new Response.Shown());
  }

  /** What became of a change asked for by {@code verb}. */
  void answer(Verb verb, Answer answer) {
    if (answer instanceof Answer.Applied applied) {
      say(new Response.Changed(verb, applied.ticket(), true, false));
    } else if (answer instanceof Answer.Unchanged unchanged) {
      say(new Response.Changed(verb, unchanged.ticket(), false, false));
    } else if (answer instanceof Answer.Duplicate duplicate) {
      say(new Response.Changed(verb, duplicate.ticket(), duplicate.changed(), true));
    } else if (answer instanceof Answer.OfQuery done) {
      say(
          new Response.QueryChanged(
              verb, done.name(), done.seq(), done.changed(), done.duplicate()));
    } else if (answer instanceof Answer.Rejected rejected) {
      refuse(rejected.rejection());
    } else if (answer instanceof Answer.Forbidden) {
      fail(ErrorCode.FORBIDDEN);
    } else if (answer instanceof Answer.NotIdentified) {
      fail(ErrorCode.NOT_IDENTIFIED, Message.of(Text.SIGN_IN_FIRST));
    } else if (answer instanceof Answer.OldFormat) {
      fail(ErrorCode.UNAVAILABLE, Message.of(Text.OLD_FORMAT));
    } else if (answer instanceof Answer.Unavailable) {
      fail(ErrorCode.UNAVAILABLE);
    } else if (answer instanceof Answer.OutOfReach) {
      fail(ErrorCode.UNAVAILABLE, Message.of(Text.OUT_OF_REACH_UNSTORED));
    } else if (answer instanceof Answer.Unreadable) {
      failUnreadable();
    } else if (answer instanceof Answer.Full) {
      fail(ErrorCode.FULL);
    } else if (answer instanceof Answer.InDoubt) {
      fail(ErrorCode.IN_DOUBT);
    } else {
      throw new IllegalArgumentException("no reply to " + answer);
    }
  }

  /** What was made elsewhere. */
  void append(LineBuffer rendered) {
    out.append(rendered);
  }

  /** Forgets what is there. */
  void drop() {
    out.clear();
  }

  boolean areEnough() {
    return out.size() >= ENOUGH_BYTES;
  }

  /** Why the request answered last was not carried out; null where it was. */
  @Nullable ErrorCode failure() {
    return failure;
  }

  /** All that is there, which is forgotten here. */
  ByteString handOver() {
    return out.handOver((bytes, length) -> ByteString.fromArrayUnsafe(bytes, 0, length));
  }
}
