package ticketd.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ticketd.tls.Credentials;
import ticketd.tls.PemException;

/**
 * The files that TLS is served by.
 *
 * @param clientAuthorities whose signature a peer's own certificate must bear; empty: peers have
 *     none
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities) {

  /**
   * What they hold.
   *
   * @throws PemException where one of them cannot be used
   */
  public TlsContext read() throws PemException {
    Credentials pair = Credentials.read(certificate, key);
    return clientAuthorities.isEmpty()
        ? TlsContext.open(pair)
        : TlsContext.behindWall(pair, Credentials.certificates(clientAuthorities.get()));
  }

  /** Something that is equal as long as their bytes and the key's permissions are. */
  Object state() {
    List<Object> state = new ArrayList<>();
    Stream.concat(Stream.of(certificate, key), clientAuthorities.stream())
        .forEach(file -> state.add(state(file)));
    return state;
  }

  private static Object state(Path file) {
    try {
      return List.of(
          ByteBuffer.wrap(Files.readAllBytes(file)), Files.getPosixFilePermissions(file));
    } catch (IOException | UnsupportedOperationException e) {
      return e.toString();
    }
  }
}
