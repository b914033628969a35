package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.wire.Language;

class AcceptsTest {
  private static final List<String> OFFERED =
      List.of("application/json", "application/x-ndjson", "text/csv", "text/plain");

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "text/csv > text/csv",
        "TEXT/CSV > text/csv",
        "text/csv;header=present > text/csv",
        "text/csv; q=0.5, text/plain > text/plain",
        "text/csv;q=0.5, text/plain;q=0.51 > text/plain",
        "*/* > application/json",
        "text/* > text/csv",
        "text/*, text/plain > text/plain",
        "text/csv, */* > text/csv",
        "application/json;q=0, */* > application/x-ndjson",
        "application/json;q=0.000, */*;q=0.001 > application/x-ndjson",
        "application/json, text/plain, */* > application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 > application/json",
        "image/png > application/json",
        "text/csv;q=2 > application/json",
        "text/csv;q=0.1234 > application/json",
        "text/csv;q= > application/json",
        ",;,text/csv > text/csv",
        "nonsense > application/json",
        "'' > application/json",
      })
  void shouldChooseWhatIsLikedBest(String accept, String chosen) {
    assertThat(Accepts.best(Optional.of(accept), OFFERED)).isEqualTo(chosen);
  }

  @Test
  void shouldChooseTheFirstWhereNothingIsSaid() {
    assertThat(Accepts.best(Optional.empty(), OFFERED)).isEqualTo("application/json");
    assertThat(Accepts.language(Optional.empty(), Language.FR)).isEqualTo(Language.FR);
    assertThat(Accepts.gzip(Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "en > EN",
        "EN-gb > EN",
        "fr-CA, en;q=0.8 > FR",
        "en;q=0.8, fr > FR",
        "en, fr > EN",
        "de, en;q=0.3 > EN",
        "de > FR",
        "english > FR",
        "fr;q=0, * > EN",
        "* > FR",
        "en;q=0 > FR",
        "en;q=0.2, *;q=0.5 > FR",
        "'' > FR",
      })
  void shouldSpeakTheLanguageAskedFor(String acceptLanguage, Language spoken) {
    assertThat(Accepts.language(Optional.of(acceptLanguage), Language.FR)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "gzip > true",
        "gzip, deflate, br > true",
        "deflate, GZIP;q=0.1 > true",
        "gzip;q=0 > false",
        "gzip;q=0, * > false",
        "*, gzip;q=0 > false",
        "* > true",
        "*;q=0 > false",
        "identity > false",
        "br > false",
      })
  void shouldCompressForWhoeverTakesIt(String acceptEncoding, boolean isTaken) {
    assertThat(Accepts.gzip(Optional.of(acceptEncoding))).isEqualTo(isTaken);
  }
}
