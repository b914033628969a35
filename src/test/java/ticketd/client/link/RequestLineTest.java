package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.ticket.RequestKey;
import ticketd.wire.Verb;

class RequestLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"SENDTICKET", "sendticket", " SendTicket  ", "@k SENDTICKET", "@k  sendticket "})
  void shouldKnowADialogue(String line) {
    assertThat(RequestLine.parse(line).isDialogue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SENDTICKET {}",
        "SENDTICKETS",
        "@ SENDTICKET",
        "@é SENDTICKET",
        "LIST",
        "SENDTICKET\t"
      })
  void shouldNotTakeForADialogueWhatTheServerAnswersAtOnce(String line) {
    assertThat(RequestLine.parse(line).isDialogue()).isFalse();
  }

  @Test
  void shouldTakeARequestApart() {
    RequestLine line = RequestLine.parse("@a-1  status  12 closed ");

    assertThat(line.key()).contains(new RequestKey("a-1"));
    assertThat(line.verb()).contains(Verb.STATUS);
    assertThat(line.arguments()).isEqualTo("12 closed");
    assertThat(line.takesKey()).isTrue();
  }

  @Test
  void shouldPutAKeyBeforeARequest() {
    RequestLine keyed = RequestLine.parse("  TAKE 1").withKey(new RequestKey("k"));

    assertThat(keyed.text()).isEqualTo("@k TAKE 1");
    assertThat(RequestLine.parse(keyed.text()).key()).isEqualTo(keyed.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", " \t "})
  void shouldKnowALineThatGetsNoReply(String line) {
    assertThat(RequestLine.parse(line).isBlank()).isTrue();
  }
}
