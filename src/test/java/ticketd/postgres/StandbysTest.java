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
  void shouldNameTheOneToPromoteWhereCommitsWaitForSomeOfThemAlone() {
    String ahead =
        "commits wait for 1 of db2, db3: promote only the one of them that is furthest ahead"
            + " (pg_last_wal_receive_lsn()), another can lose acknowledged changes";
    assertThat(risk("ANY 1 (db2, db3)", "", 0, true)).contains(ahead);
    assertThat(risk("any 1(db2, db3)", "", 2, false)).contains(ahead);
    assertThat(risk("ANY 2 (\"a,b\", c, d)", "", 0, true)).isPresent();
    assertThat(risk("ANY 1 (*)", "", 0, true)).isPresent();
    assertThat(risk("ANY 1 (db2, db3)", "db4", 0, true))
        .get()
        .asString()
        .startsWith(ahead + "; ")
        .contains("no commit waits for db4:");
  }

  @Test
  void shouldSayNothingWhereEachOfThemHasAll() {
    assertThat(risk("ANY 2 (db2, db3)", "", 0, true)).isEmpty();
    assertThat(risk("ANY 1 (\"a,b\")", "", 0, true)).isEmpty();
    assertThat(risk("FIRST 1 (db2, db3)", "", 0, true)).isEmpty();
  }

  @Test
  void shouldDoubtThatAFailoverIsLosslessWhereCommitsWaitForNobody() {
    assertThat(risk("", "", 0, true))
        .get()
        .asString()
        .startsWith("failover = lossless, and synchronous_standby_names is empty");
  }
}
