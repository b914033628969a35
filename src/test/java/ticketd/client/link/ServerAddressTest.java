package ticketd.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:23456, localhost, 23456",
    "localhost, localhost, 12345",
    ":1, 127.0.0.1, 1",
    "[::1]:65535, ::1, 65535",
    "[::1], ::1, 12345",
    "::1, ::1, 12345",
    "fe80::1%eth0.1, fe80::1%eth0.1, 12345",
    "[::ffff:127.0.0.1]:1, ::ffff:127.0.0.1, 1",
    "my_host-1.bücher.example:1, my_host-1.bücher.example, 1"
  })
  void shouldReadHostAndPort(String text, String host, int port) {
    assertThat(ServerAddress.parse(text)).contains(new ServerAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host:",
        "host:0",
        "host:65536",
        "host:-1",
        "host:1x",
        "[::1",
        "[::1]1",
        "[]:1",
        "[::1]:",
        "a b:1",
        "host:123456",
        "one,two",
        "one:1,two:2",
        "127.0.0.1:1;127.0.0.1:2",
        "http://host:1",
        "user@host:1",
        "host:1:2",
        "host:1/desk"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThat(ServerAddress.parse(text)).isEqualTo(Optional.empty());
  }

  @Test
  void shouldPutAnIpv6AddressInBrackets() {
    assertThat(new ServerAddress("::1", 7)).hasToString("[::1]:7");
    assertThat(new ServerAddress("h", 7)).hasToString("h:7");
  }
}
