package ticketd.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import ticketd.tls.Credentials;

/**
 * A certificate authority for tests: signs what it is asked to, in milliseconds, where a process of
 * keytool takes a second. X.509 as RFC 5280 writes it in DER.
 */
public final class Authority {
  private static final String COMMON_NAME = "550403";
  private static final String BASIC_CONSTRAINTS = "551d13";
  private static final String ALTERNATIVE_NAMES = "551d11";

  private final Credentials own;

  private Authority(Credentials own) {
    this.own = own;
  }

  public static Authority create(String name) {
    KeyPair pair = keys("EC");
    Issued itself = new Issued(name, List.of(), Instant.now().plus(Duration.ofDays(3650)), true);
    return new Authority(
        new Credentials(List.of(signed(itself, pair, name, pair.getPrivate())), pair.getPrivate()));
  }

  /** What a certificate says. */
  private record Issued(String name, List<String> hosts, Instant end, boolean isAuthority) {}

  public X509Certificate certificate() {
    return own.chain().get(0);
  }

  /** For these hosts, names or addresses, for a year. */
  public Credentials issue(String... hosts) {
    return issue("EC", Instant.now().plus(Duration.ofDays(365)), hosts);
  }

  /**
   * The same with a key of a kind as {@code KeyPairGenerator} calls it.
   *
   * @param end when it is over
   */
  public Credentials issue(String kind, Instant end, String... hosts) {
    KeyPair pair = keys(kind);
    Issued issued = new Issued(String.join("+", hosts), List.of(hosts), end, false);
    String issuer = certificate().getSubjectX500Principal().getName().substring("CN=".length());
    return new Credentials(
        List.of(signed(issued, pair, issuer, own.key()), certificate()), pair.getPrivate());
  }

  /** The certificate alone, for whoever trusts it. */
  public Path writeCertificate(Path file) {
    return write(file, "rw-r--r--", pem("CERTIFICATE", encoded(certificate())));
  }

  /** A chain as a PEM file. */
  public static Path writeChain(Credentials pair, Path file) {
    return write(
        file,
        "rw-r--r--",
        pair.chain().stream()
            .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
            .toArray(String[]::new));
  }

  /** A key as a PEM file of its owner alone. */
  public static Path writeKey(Credentials pair, Path file) {
    return write(file, "rw-------", pem("PRIVATE KEY", pair.key().getEncoded()));
  }

  private static Path write(Path file, String permissions, String... blocks) {
    try {
      Files.writeString(file, String.join("", blocks));
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String pem(String label, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("EC")) {
        generator.initialize(256);
      } else if (kind.startsWith("RSA")) {
        // As small as TLS takes them: what a test makes of it is not to be kept secret.
        generator.initialize(1024);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate signed(
      Issued issued, KeyPair subject, String issuer, PrivateKey by) {
    // ecdsa-with-SHA256, which every authority here signs with.
    byte[] algorithm = tagged(0x30, object("2a8648ce3d040302"));
    byte[] body =
        tagged(
            0x30,
            tagged(0xa0, number(BigInteger.TWO)),
            number(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
            algorithm,
            name(issuer),
            tagged(0x30, time(Instant.now().minus(Duration.ofDays(400))), time(issued.end())),
            name(issued.name()),
            subject.getPublic().getEncoded(),
            tagged(0xa3, tagged(0x30, extensions(issued))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by);
      signature.update(body);
      byte[] whole = tagged(0x30, body, algorithm, tagged(0x03, new byte[1], signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[][] extensions(Issued issued) {
    List<byte[]> all = new ArrayList<>();
    if (issued.isAuthority()) {
      byte[] yes = tagged(0x01, new byte[] {(byte) 0xff});
      all.add(tagged(0x30, object(BASIC_CONSTRAINTS), yes, tagged(0x04, tagged(0x30, yes))));
    }
    if (!issued.hosts().isEmpty()) {
      byte[][] names = issued.hosts().stream().map(Authority::host).toArray(byte[][]::new);
      all.add(tagged(0x30, object(ALTERNATIVE_NAMES), tagged(0x04, tagged(0x30, names))));
    }
    return all.toArray(byte[][]::new);
  }

  private static byte[] host(String host) {
    try {
      return host.matches("[0-9.]+|.*:.*")
          ? tagged(0x87, InetAddress.getByName(host).getAddress())
          : tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] name(String commonName) {
    byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return tagged(0x30, tagged(0x31, tagged(0x30, object(COMMON_NAME), text)));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(instant);
    return tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] number(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  private static byte[] object(String hex) {
    return tagged(0x06, HexFormat.of().parseHex(hex));
  }

  /** A tag, the length of {@code parts} together, and they. */
  private static byte[] tagged(int tag, byte[]... parts) {
    int length = Stream.of(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] size = BigInteger.valueOf(length).toByteArray();
      int from = size[0] == 0 ? 1 : 0;
      out.write(0x80 | (size.length - from));
      out.write(size, from, size.length - from);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
