package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import ticketd.desk.Answer;
import ticketd.wire.ErrorCode;
import ticketd.wire.Verb;

class OutcomeTest {
  private static Problem problem(Answer answer, boolean isKeyed) {
    return ((Outcome.Refused) Outcome.of(Verb.TAKE, answer, isKeyed)).problem();
  }

  private static void assertRetried(Answer answer, int status, ErrorCode code) {
    for (boolean isKeyed : new boolean[] {true, false}) {
      Problem problem = problem(answer, isKeyed);
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.code()).isEqualTo(code);
      assertThat(problem.members()).isEqualTo(Map.of("retryWithSameKey", isKeyed));
    }
  }

  @Test
  void shouldSayWhetherWhatWasNotStoredMayBeRepeated() {
    assertRetried(new Answer.Unavailable(), 503, ErrorCode.UNAVAILABLE);
    assertRetried(new Answer.OutOfReach(), 503, ErrorCode.UNAVAILABLE);
    assertRetried(new Answer.Full(), 507, ErrorCode.FULL);
    assertRetried(new Answer.InDoubt(), 504, ErrorCode.IN_DOUBT);
  }

  @Test
  void shouldNotAskForARepeatOfWhatCannotBeRead() {
    Problem problem = problem(new Answer.Unreadable(), true);
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.members()).isEmpty();
  }
}
