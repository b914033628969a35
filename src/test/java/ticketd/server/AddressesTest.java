package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3"
  })
  void shouldWriteAddressesAsPeopleDo(String full, String text) throws Exception {
    assertThat(Addresses.text(InetAddress.getAllByName(full)[0])).isEqualTo(text);
  }

  @Test
  void shouldPutBracketsAroundAnAddressWithColons() throws Exception {
    assertThat(Addresses.text(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 12345)))
        .isEqualTo("[::1]:12345");
    assertThat(Addresses.text(new InetSocketAddress(InetAddress.getAllByName("127.0.0.1")[0], 7)))
        .isEqualTo("127.0.0.1:7");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1", "::, 127.0.0.1", "::1, ::1", "192.0.2.7, 192.0.2.7"})
  void shouldKnowWhereToGoToReachAWildcard(String bound, String reachable) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getAllByName(bound)[0], 7);
    assertThat(Addresses.reachable(address))
        .isEqualTo(new InetSocketAddress(InetAddress.getAllByName(reachable)[0], 7));
  }
}
