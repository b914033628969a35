package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SecrecyTest {
  private static final Secrecy STRICT = new Secrecy(false);

  @Test
  void shouldHoldOverTlsFromAnywhere() throws UnknownHostException {
    assertThat(STRICT.holds(peer("192.0.2.7", true), false)).isTrue();
    assertThat(STRICT.holds(peer("192.0.2.7", true), true)).isTrue();
  }

  @Test
  void shouldHoldInPlainOnThisHostAlone() throws UnknownHostException {
    assertThat(STRICT.holds(peer("127.0.0.1", false), false)).isTrue();
    assertThat(STRICT.holds(peer("::1", false), false)).isTrue();
    assertThat(STRICT.holds(peer("192.0.2.7", false), false)).isFalse();
  }

  @Test
  void shouldNotTakeAProxyForWhoIsBehindIt() throws UnknownHostException {
    assertThat(STRICT.holds(peer("127.0.0.1", false), true)).isFalse();
  }

  @Test
  void shouldLeaveItToWhoeverAllowedPlainText() throws UnknownHostException {
    assertThat(new Secrecy(true).holds(peer("192.0.2.7", false), true)).isTrue();
  }

  private static Peer peer(String address, boolean encrypted) throws UnknownHostException {
    return new Peer(address + ":1", InetAddress.getByName(address), 12345, encrypted);
  }
}
