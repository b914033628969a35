package ticketd.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.door.AddressLiteral;

/**
 * A host, perhaps with a port, as {@code Host} and a target in absolute form name it (RFC 3986,
 * section 3.2).
 *
 * @param host in lower case; of an IPv6 address with its brackets
 * @param port as it is written; empty where there is none
 */
record Authority(String host, String port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]@/?#\\s]+)(?::([0-9]{0,5}))?");

  /** Empty where {@code text} is none. */
  static Optional<Authority> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Authority(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(matcher.group(2)).orElse("")))
        : Optional.empty();
  }

  /** Whether no name server has a say in where it leads. */
  boolean isAddress() {
    return AddressLiteral.parse(host).isPresent();
  }

  /** The same without the port that {@code scheme} has by itself. */
  Authority withoutDefaultPort(String scheme) {
    boolean isDefault =
        (scheme.equals("http") && port.equals("80"))
            || (scheme.equals("https") && port.equals("443"));
    return isDefault ? new Authority(host, "") : this;
  }
}
