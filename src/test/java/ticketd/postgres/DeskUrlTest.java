package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a desk is, as people write it. */
class DeskUrlTest {
  @Test
  void shouldReadAllThereIs() {
    DeskUrl url =
        DeskUrl.parse(
            "postgresql://an%40a@db1,db2:5433,[::1]:5434/the%20desks?desk=support&sslmode=require");
    assertThat(url.user()).contains("an@a");
    assertThat(url.hosts())
        .containsExactly(
            new DeskUrl.Host("db1", 5432),
            new DeskUrl.Host("db2", 5433),
            new DeskUrl.Host("::1", 5434));
    assertThat(url.database()).isEqualTo("the desks");
    assertThat(url.desk()).contains("support");
    assertThat(url.properties(url.hosts().get(0))).containsEntry("sslmode", "require");
    assertThat(url)
        .hasToString("postgresql://an@a@db1:5432,db2:5433,[::1]:5434/the desks?desk=support");
    assertThat(DeskUrl.parse("postgres://db1/desks").desk()).isEqualTo(Optional.empty());
  }

  /** To whoever else is on the network the desk and its password are an open book otherwise. */
  @Test
  void shouldVerifyTheServerUnlessItIsThisHost() {
    DeskUrl url = DeskUrl.parse("postgresql://127.0.0.1,192.0.2.1/desks");
    List<DeskUrl.Host> hosts = url.hosts();
    assertThat(url.properties(hosts.get(0))).containsEntry("sslmode", "prefer");
    assertThat(url.properties(hosts.get(1))).containsEntry("sslmode", "verify-full");
  }

  @Test
  void shouldTakeNoPasswordAndNotRepeatIt() {
    assertThatThrownBy(() -> DeskUrl.parse("postgresql://ana:s3cret@db1/desks"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password-file")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> DeskUrl.parse("postgresql://db1/desks?password=s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown parameter 'password'; allowed: ")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql://db1/desks, must begin with postgresql://",
    "postgresql://db1, names no database",
    "postgresql://db1/, names no database",
    "postgresql://db1:x/desks, is no HOST or HOST:PORT",
    "postgresql://db1:0/desks, is no HOST or HOST:PORT",
    "'postgresql://db1:5432,db2:65536/desks', is no HOST or HOST:PORT",
    "postgresql:///desks, is no HOST or HOST:PORT",
    "postgresql://h/d?desk=, names a desk by nothing",
    "postgresql://h/d?desk, names a desk by nothing",
    "postgresql://h/d?desk=%20, names a desk by nothing",
    "postgresql://h/d?desk=a%00b, names a desk by nothing"
  })
  void shouldSayWhatIsWrong(String text, String why) {
    assertThatThrownBy(() -> DeskUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldTakeNoUrlOfAnotherKindForAFile() {
    for (String store :
        List.of("jdbc:postgresql://ana:s3cret@db1/desks", "mysql://db1/desks", "file:///tmp/x")) {
      assertThat(DeskUrl.isOne(store)).as(store).isTrue();
      assertThatThrownBy(() -> DeskUrl.parse(store))
          .hasMessageContaining("must begin with postgresql://")
          .hasMessageNotContaining("s3cret");
    }
    for (String store : List.of("/srv/tickets", "tickets", "a:b", "./jdbc:postgresql://x")) {
      assertThat(DeskUrl.isOne(store)).as(store).isFalse();
    }
    assertThat(DeskUrl.parse("POSTGRESQL://db1/desks").database()).isEqualTo("desks");
  }
}
