package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.client.ScriptedServer;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

class PipelineTest {
  /** As a server says that is at its start, or full. */
  @Test
  void shouldComeAgainWhereTheServerIsNotReadyYet() throws Exception {
    Token token = Token.mint(new SecureRandom());
    try (ScriptedServer server =
            ScriptedServer.start(
                (n, r) ->
                    List.of(
                        n == 0
                            ? "{\"ok\":false,\"code\":\"unavailable\",\"message\":\"m\"}"
                            : "{\"ok\":true}"));
        Pipeline pipeline =
            new Pipeline(
                server.address().with(token),
                Texts.in(Language.EN),
                Identity.of("Jules").orElseThrow())) {
      pipeline.send(List.of("@a TAKE 1", "@b TAKE 2"));

      assertThat(pipeline.answers()).hasSize(2).allMatch(Incoming.Status::ok);
      assertThat(server.requests())
          .containsExactly(
              "AUTH " + token.text(), "AUTH " + token.text(), "@a TAKE 1", "@b TAKE 2");
    }
  }
}
