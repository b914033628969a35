package ticketd.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.door.Peer;

/** A reply that fails midway never looks like one that is whole. */
class BrokenReplyTest {
  private static final String LINE = "one line\n";

  @TempDir Path folder;

  private static Source<ByteString, ?> failing() {
    return Source.repeat(ByteString.fromString(LINE))
        .take(100)
        .concat(Source.failed(new IllegalStateException("planted")));
  }

  private static Route route(String path, ResponseEntity entity) {
    return new Route(
        HttpMethods.GET,
        path,
        0,
        call -> CompletableFuture.completedFuture(HttpResponse.create().withEntity(entity)));
  }

  @Test
  void shouldResetAConnectionWhoseReplyFails() {
    Source<ByteString, Object> failing = failing().mapMaterializedValue(it -> it);
    List<Route> routes =
        List.of(
            route("/chunked", HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, failing)),
            route("/sized", HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, 9_000, failing)),
            route(
                "/delimited",
                HttpEntities.createCloseDelimited(ContentTypes.TEXT_PLAIN_UTF8, failing)));
    try (LocalDoor door = new LocalDoor(folder)) {
      HttpFlow flow = door.connections(routes);
      InetSocketAddress address =
          Tcp.get(door.system())
              .bind("127.0.0.1", 0)
              .to(
                  Sink.foreach(
                      connection ->
                          connection.handleWith(
                              flow.of(
                                  new Peer(
                                      "peer",
                                      connection.remoteAddress().getAddress(),
                                      connection.localAddress().getPort(),
                                      false),
                                  System.nanoTime()),
                              door.system())))
              .run(door.system())
              .toCompletableFuture()
              .join()
              .localAddress();
      for (String path : List.of("/chunked", "/sized", "/delimited")) {
        try (RawHttp peer = new RawHttp(address)) {
          peer.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
          // The reset may overtake the head, too.
          assertThatThrownBy(peer::rest)
              .describedAs(path)
              .isInstanceOf(UncheckedIOException.class)
              .hasMessageContaining("reset");
        }
      }
    }
  }
}
