package ticketd.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import ticketd.tls.PemException.Fault;

/**
 * A certificate, the chain above it, and its private key, which fit.
 *
 * @param chain the first one is the key's
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key) {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  /** Anything: it is signed to see whether the signature holds. */
  private static final byte[] SAMPLE = "ticketd".getBytes(StandardCharsets.US_ASCII);

  private static final char[] NO_PASSWORD = {};

  public Credentials {
    chain = List.copyOf(chain);
  }

  /**
   * Reads a pair.
   *
   * @param key readable by its owner alone, or, where that is root, by a group too
   * @throws PemException where one of them cannot be used, or they do not fit
   */
  public static Credentials read(Path certificate, Path key) throws PemException {
    List<X509Certificate> chain = certificates(certificate);
    PrivateKey secret = PemFile.read(key).key();
    checkIsPrivate(key);
    Credentials pair = new Credentials(chain, secret);
    if (!pair.fits()) {
      throw new PemException(Fault.NOT_A_PAIR, key, certificate.toString());
    }
    pair.checkChain(certificate);
    return pair;
  }

  /** The certificates of a file, at least one. */
  public static List<X509Certificate> certificates(Path file) throws PemException {
    return PemFile.read(file).certificates();
  }

  /** As PostgreSQL has it; a file system without such permissions has its own. */
  private static void checkIsPrivate(Path key) throws PemException {
    try {
      FileStore store = Files.getFileStore(key);
      if (!store.supportsFileAttributeView(PosixFileAttributeView.class)) {
        return;
      }
      PosixFileAttributes attributes = Files.readAttributes(key, PosixFileAttributes.class);
      Set<PosixFilePermission> permissions = attributes.permissions();
      boolean isOpen =
          permissions.stream().anyMatch(OTHERS::contains)
              || (permissions.contains(PosixFilePermission.GROUP_READ)
                  && !attributes.owner().getName().equals("root"));
      if (isOpen) {
        throw new PemException(Fault.OPEN_KEY, key, "");
      }
    } catch (IOException e) {
      throw new PemException(key, e);
    }
  }

  private boolean fits() {
    try {
      Signature made = signature();
      made.initSign(key);
      made.update(SAMPLE);
      Signature checked = signature();
      checked.initVerify(chain.get(0).getPublicKey());
      checked.update(SAMPLE);
      return checked.verify(made.sign());
    } catch (GeneralSecurityException e) {
      // They are of two kinds.
      return false;
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
            new java.security.spec.PSSParameterSpec(
                "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
        yield signature;
      }
      default -> Signature.getInstance(key.getAlgorithm());
    };
  }

  private void checkChain(Path file) throws PemException {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!chain
          .get(i)
          .getIssuerX500Principal()
          .equals(chain.get(i + 1).getSubjectX500Principal())) {
        throw new PemException(
            Fault.BROKEN_CHAIN, file, chain.get(i + 1).getSubjectX500Principal().getName());
      }
    }
  }

  /** When the first certificate of the chain ends that does. */
  public Instant end() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  public KeyManager[] keyManagers() {
    try {
      // It never leaves memory: PKCS#12 would encrypt the key with 20,000 rounds, a tenth of a
      // second.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a store in memory takes a key that fits", e);
    }
  }

  /** Of whoever trusts what these certificates have signed, and nothing else. */
  public static TrustManager[] trusting(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca" + i, authorities.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a store in memory takes certificates", e);
    }
  }
}
