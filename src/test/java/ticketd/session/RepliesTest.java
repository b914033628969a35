package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.protocol.Response;
import ticketd.protocol.TicketLines;
import ticketd.testing.Permitted;
import ticketd.ticket.Account;
import ticketd.ticket.Identity;
import ticketd.ticket.Rejection;
import ticketd.ticket.Role;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Verb;

/** There is a reply to everything that can happen, in both formats. */
class RepliesTest {
  @ParameterizedTest
  @EnumSource
  void shouldKnowEveryAnswerOfTheDesk(Format format) {
    Replies replies = replies(format);
    Account account =
        new Account(
            Identity.of("Ana").orElseThrow(),
            Role.AGENT,
            true,
            Optional.empty(),
            List.of(),
            Instant.EPOCH,
            0,
            0);
    for (Answer answer : Permitted.of(Answer.class, account)) {
      if (answer instanceof Answer.AccountDone
          || answer instanceof Answer.AccountRefused
          || answer instanceof Answer.Revoked) {
        // Told by what asked for them, or by the end of the connection.
        continue;
      }
      replies.answer(Verb.EDIT, answer);
      assertIsOneLine(replies, answer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowEveryResponse(Format format) {
    Replies replies = replies(format);
    for (Response response : Permitted.of(Response.class, Verb.EDIT, Message.unreadable())) {
      replies.say(response);
      assertThat(replies.handOver().utf8String()).describedAs("%s", response).endsWith("\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowEveryRejection(Format format) {
    Replies replies = replies(format);
    for (Rejection rejection : Permitted.of(Rejection.class)) {
      replies.refuse(rejection);
      assertIsOneLine(replies, rejection);
    }
  }

  private static Replies replies(Format format) {
    Replies replies = new Replies(Language.EN, new TicketLines(ZoneOffset.UTC));
    replies.speak(format);
    return replies;
  }

  private static void assertIsOneLine(Replies replies, Object about) {
    assertThat(replies.handOver().utf8String()).describedAs("%s", about).matches("[^\n]+\n");
  }
}
