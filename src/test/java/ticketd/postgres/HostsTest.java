package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of two servers that both take writes is the primary; the other one's answer comes late. */
class HostsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration LATE = Duration.ofMillis(300);
  private static final Duration FAR = Duration.ofSeconds(1);
  private static final int OLD = 1;
  private static final int NEW = 2;

  @TempDir Path directory;
  private final List<Integer> closed = new ArrayList<>();

  private Hosts hosts() {
    return new Hosts(Nodes.settings(Cluster.url("any", 1, 2), directory.resolve("node")));
  }

  /** One to a server of that timeline, which notes when it is closed. */
  private Connection connection(int timeline) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              closed.add(timeline);
              return null;
            });
  }

  private Hosts.Answer primary(int timeline) {
    return new Hosts.Answer(
        Optional.of(
            new Hosts.Primary(
                connection(timeline),
                new DeskUrl.Host("db" + timeline, 5432),
                new End.Server(7, timeline),
                new Insight(true, true, true, true),
                false)),
        Optional.empty());
  }

  /** Answers of which each comes so long after the one before, by no clock. */
  private static final class Answers extends LinkedBlockingQueue<Hosts.Answer> {
    private static final long serialVersionUID = 1;
    private final transient Duration after;
    private boolean begun;

    Answers(Duration after, Hosts.Answer... answers) {
      super(List.of(answers));
      this.after = after;
    }

    @Override
    public Hosts.@Nullable Answer poll(long limit, TimeUnit unit) {
      boolean comes = !begun || unit.toMillis(limit) >= after.toMillis();
      begun = true;
      return comes ? poll() : null;
    }
  }

  private int found(Hosts hosts, Answers answers) throws SQLException {
    return hosts.best(answers, PATIENCE, LATE).server().timeline();
  }

  @Test
  void shouldTakeTheNewPrimaryThoughItAnswersLaterThanOneThatIsPast() throws SQLException {
    Hosts hosts = hosts().without(server -> server.timeline() < NEW);
    Answers answers = new Answers(PATIENCE, primary(OLD), primary(NEW));
    assertThat(found(hosts, answers)).isEqualTo(NEW);
    assertThat(closed).containsExactly(OLD);
  }

  @Test
  void shouldFindNoneWhereAllThatAnswerIsPast() {
    Hosts hosts = hosts().without(server -> true);
    assertThatThrownBy(() -> found(hosts, new Answers(PATIENCE, primary(OLD))))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(Failure.of(e)).isNotEqualTo(Failure.REFUSED));
    assertThat(closed).containsExactly(OLD);
  }

  @Test
  void shouldWaitLongerWhereItIsNotKnownWhichIsTheNewest() throws SQLException {
    assertThat(found(hosts(), new Answers(FAR, primary(OLD), primary(NEW)))).isEqualTo(NEW);
    assertThat(closed).containsExactly(OLD);
  }

  /** As where the one that looks out found it, and the one that appends looks for it again. */
  @Test
  void shouldWaitLongerBehindAnOlderOneThanWasFoundBefore() throws SQLException {
    Hosts hosts = hosts();
    assertThat(found(hosts, new Answers(FAR, primary(NEW)))).isEqualTo(NEW);
    assertThat(found(hosts, new Answers(FAR, primary(OLD), primary(NEW)))).isEqualTo(NEW);
    // It may be gone by now.
    assertThat(found(hosts, new Answers(PATIENCE, primary(OLD), primary(NEW)))).isEqualTo(OLD);
  }

  /** As where the old one is frozen: it would hold up the move to the new one. */
  @Test
  void shouldHardlyWaitForOthersBehindOneThatWasPromotedSince() throws SQLException {
    Hosts hosts = hosts();
    assertThat(found(hosts, new Answers(FAR, primary(OLD)))).isEqualTo(OLD);
    Answers answers = new Answers(FAR, primary(NEW), primary(NEW + 1));
    assertThat(hosts.best(answers, PATIENCE, PATIENCE).server().timeline()).isEqualTo(NEW);
  }

  @Test
  void shouldHardlyWaitForOthersBehindTheNewestThatIsKnown() throws SQLException {
    Hosts hosts = hosts();
    assertThat(found(hosts, new Answers(FAR, primary(NEW)))).isEqualTo(NEW);
    assertThat(found(hosts, new Answers(FAR, primary(NEW), primary(NEW + 1)))).isEqualTo(NEW);
  }
}
