package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.door.AddressLiteral;

class CallerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final InetAddress PROXY = address("10.0.0.1");
  private static final Set<InetAddress> PROXIES = Set.of(PROXY, LOOPBACK);

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }

  @Test
  void shouldBeLocalOnlyWithoutAProxyBetween() {
    HttpRequest plain = HttpRequest.GET("/");
    assertThat(Caller.of(plain, LOOPBACK, PROXIES)).isEqualTo(new Caller(LOOPBACK, true));
    assertThat(Caller.of(plain, PROXY, PROXIES)).isEqualTo(new Caller(PROXY, false));
    for (String header : new String[] {"Forwarded", "Via", "X-Forwarded-For", "x-FORWARDED-for"}) {
      HttpRequest forwarded = plain.addHeader(RawHeader.create(header, "127.0.0.1"));
      assertThat(Caller.of(forwarded, LOOPBACK, Set.of()).isLocal()).as(header).isFalse();
      assertThat(Caller.of(forwarded, LOOPBACK, PROXIES).isLocal()).as(header).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "1.2.3.4 > 1.2.3.4",
        "6.6.6.6, 1.2.3.4 > 1.2.3.4",
        "6.6.6.6,1.2.3.4:4711 > 1.2.3.4",
        "2001:db8::7 > 2001:db8::7",
        "[2001:db8::7]:443 > 2001:db8::7",
        "1.2.3.4, unknown > 10.0.0.1",
        "1.2.3.4, evil.example > 10.0.0.1",
        "1.2.3.4, > 10.0.0.1",
      })
  void shouldTakeTheLastAddressOfAProxyThatIsTrusted(String forwardedFor, String source) {
    HttpRequest request =
        HttpRequest.GET("/").addHeader(RawHeader.create("X-Forwarded-For", forwardedFor));
    assertThat(Caller.of(request, PROXY, PROXIES)).isEqualTo(new Caller(address(source), false));
    InetAddress stranger = address("10.0.0.2");
    assertThat(Caller.of(request, stranger, PROXIES)).isEqualTo(new Caller(stranger, false));
  }

  @Test
  void shouldTakeTheLastOfSeveralHeaders() {
    HttpRequest request =
        HttpRequest.GET("/")
            .withHeaders(
                List.of(
                    RawHeader.create("X-Forwarded-For", "6.6.6.6"),
                    RawHeader.create("X-Forwarded-For", "1.2.3.4")));
    assertThat(Caller.of(request, PROXY, PROXIES).address()).isEqualTo(address("1.2.3.4"));
  }
}
