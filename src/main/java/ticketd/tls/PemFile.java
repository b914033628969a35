package ticketd.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.tls.PemException.Fault;

/** The blocks of a PEM file (RFC 7468); what stands between them is for people. */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  /** As {@code KeyFactory} calls the kinds of keys that a TLS 1.3 server signs with. */
  private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  private record Block(String label, String base64) {
    /** Empty where it is no base64. */
    Optional<byte[]> bytes() {
      try {
        return Optional.of(Base64.getMimeDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(Path file, String text) {
    this.file = file;
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
  }

  static PemFile read(Path file) throws PemException {
    try {
      // Whatever people wrote between the blocks: in this charset all bytes are characters.
      return new PemFile(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new PemException(file, e);
    }
  }

  /** At least one. */
  List<X509Certificate> certificates() throws PemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals(CERTIFICATE)) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new PemException(Fault.NO_CERTIFICATE, file, "");
    }
    return certificates;
  }

  private X509Certificate certificate(Block block) throws PemException {
    try {
      byte[] bytes = block.bytes().orElse(new byte[0]);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new PemException(Fault.BAD_CERTIFICATE, file, String.valueOf(e.getMessage()));
    }
  }

  /** The first one. */
  PrivateKey key() throws PemException {
    for (Block block : blocks) {
      if (block.label().equals(KEY)) {
        return key(block.bytes().orElse(new byte[0]));
      } else if (block.label().endsWith(KEY)) {
        throw new PemException(Fault.NOT_PKCS8, file, block.label());
      }
    }
    throw new PemException(Fault.NO_KEY, file, "");
  }

  private PrivateKey key(byte[] pkcs8) throws PemException {
    for (String kind : KINDS) {
      Optional<PrivateKey> key = key(pkcs8, kind);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new PemException(Fault.BAD_KEY, file, String.join(", ", KINDS));
  }

  /** Empty where it is of another kind, or of none. */
  private static Optional<PrivateKey> key(byte[] pkcs8, String kind) {
    try {
      return Optional.of(
          KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK knows " + kind, e);
    }
  }
}
