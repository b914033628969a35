package ticketd.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which desk is served at which address: the table of docs/operations.md. */
class ExposureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # remote | tls | allow-remote | allow-plain | open desk | closed desk
          false | false | false | false | | |
          false | true | false | false | | |
          true | false | false | false | ALLOW_REMOTE | TLS | EITHER
          true | false | true | false | | TLS |
          true | false | false | true | ALLOW_REMOTE | |
          true | true | false | false | ALLOW_REMOTE | |
          true | true | true | false | | |
          """)
  void shouldSayWhatIsMissing(
      boolean remote,
      boolean tls,
      boolean allowRemote,
      boolean allowPlain,
      Exposure.Missing open,
      Exposure.Missing closed,
      Exposure.Missing either) {
    Exposure exposure = new Exposure(remote, tls, allowRemote, allowPlain);

    assertThat(exposure.missing(false)).isEqualTo(Optional.ofNullable(open));
    assertThat(exposure.missing(true)).isEqualTo(Optional.ofNullable(closed));
    assertThat(exposure.missingWhateverTheDesk()).isEqualTo(Optional.ofNullable(either));
  }
}
