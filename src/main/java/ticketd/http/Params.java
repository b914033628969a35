package ticketd.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.wire.Refusal;
import ticketd.wire.Text;

/** The parameters of a query string, each given once at most. */
final class Params {
  static final Params NONE = new Params(Map.of());

  private final Map<String, String> values;

  private Params(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The parameters of {@code query}, as it was sent: {@code a=b&c=d}, where {@code +} is a space.
   *
   * @throws Refusal where one is repeated, or percent-encoded as nothing can be
   */
  static Params of(String query) throws Refusal {
    if (query.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!pair.isEmpty() && values.put(name, value) != null) {
        throw Refusal.badRequest(Text.PARAMETER_REPEATED, name);
      }
    }
    return new Params(values);
  }

  private static String decode(String encoded) throws Refusal {
    return Percent.decodeQuery(encoded)
        .orElseThrow(() -> Refusal.badRequest(Text.PERCENT_MALFORMED, encoded));
  }

  /**
   * These parameters.
   *
   * @throws Refusal where there is another than {@code names}
   */
  Params only(String... names) throws Refusal {
    List<String> allowed = List.of(names);
    for (String name : values.keySet()) {
      if (!allowed.contains(name)) {
        throw allowed.isEmpty()
            ? Refusal.badRequest(Text.PARAMETER_NOT_HERE, name)
            : Refusal.badRequest(Text.PARAMETER_UNKNOWN, name, allowed);
      }
    }
    return this;
  }

  /** The value of a parameter that was given, empty or not. */
  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
