package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static String words(String said, Exception below) {
    return Failure.words(new SQLException(said, "08001", below));
  }

  @Test
  void shouldSayWhyAnAttemptFailedWhereTheDriverDoesNot() {
    assertThat(words("It failed.", new UnknownHostException("db9")))
        .isEqualTo("It failed. java.net.UnknownHostException: db9");
    assertThat(words("db9 refused.", new ConnectException("Connection refused")))
        .isEqualTo("db9 refused.");
    assertThat(words("SSL error: no name", new IOException("no name")))
        .isEqualTo("SSL error: no name");
    assertThat(Failure.words(new SQLException("as it is", "57P01"))).isEqualTo("as it is");
  }

  @Test
  void shouldSayInOneLineWhatTheServerAdds() {
    SQLException told = new SQLException("no such table\n  Hint: make one\r\n  Position: 13");
    assertThat(Failure.words(told)).isEqualTo("no such table; Hint: make one; Position: 13");
  }

  @Test
  void shouldTellATurnThatWasTooLongFromALostConnection() {
    assertThat(Failure.of(new SQLException("idle in its turn", "25P03")))
        .isEqualTo(Failure.EXPIRED);
    assertThat(Failure.of(new SQLException("gone", "57P01"))).isEqualTo(Failure.LOST);
  }

  @Test
  void shouldTellAnUnknownEndFromATurnThatStoredNothing() {
    assertThat(Failure.of(new SQLException("completion unknown", "40003"))).isEqualTo(Failure.LOST);
    assertThat(Failure.of(new SQLException("deadlock", "40P01"))).isEqualTo(Failure.AGAIN);
    assertThat(Failure.of(new SQLException("serialization", "40001"))).isEqualTo(Failure.AGAIN);
  }
}
