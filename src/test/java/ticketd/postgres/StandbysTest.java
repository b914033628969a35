package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandbysTest {
  private static Optional<String> risk(
      String synchronous, String asynchronous, int unknown, boolean isLossless) {
    return new Standbys.Seen(synchronous, asynchronous, unknown).risk(isLossless);
  }

  @Test
  void shouldSayNothingWhereNoPromotionCanLoseAnything() {
    assertThat(risk("db2", "", 0, true)).isEmpty();
    assertThat(risk("db2", "", 0, false)).isEmpty();
    // Which of them commits wait for is not told.
    assertThat(risk("db2", "", 2, true)).isEmpty();
  }

  @Test
  void shouldSayNothingWhereThereIsNothingToPromote() {
    assertThat(risk("", "", 0, false)).isEmpty();
  }

  @Test
  void shouldNameTheStandbysThatNoCommitWaitsFor() {
    assertThat(risk("", "db2", 0, false)).get().asString().contains("no commit waits for db2:");
    assertThat(risk("db2", "db3, db4", 0, true))
        .get()
        .asString()
        .contains("no commit waits for db3, db4:");
    assertThat(risk("", "", 1, false)).get().asString().contains("no commit waits for a standby:");
  }

  @Test
  void shouldDoubtThatAFailoverIsLosslessWhereCommitsWaitForNobody() {
    assertThat(risk("", "", 0, true))
        .get()
        .asString()
        .startsWith("failover = lossless, and synchronous_standby_names is empty");
  }
}
