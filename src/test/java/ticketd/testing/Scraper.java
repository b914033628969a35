package ticketd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Asks a server for its figures, as Prometheus does. For one thread. */
public final class Scraper {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI metrics;

  public Scraper(TestServer server) {
    this.metrics = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
  }

  /** The figures in Prometheus' own text. */
  public Exposed figures() {
    return Exposed.text(answer(Optional.empty()).body());
  }

  /** The answer to a request that accepts this. */
  public HttpResponse<String> answer(Optional<String> accept) {
    HttpRequest.Builder request = HttpRequest.newBuilder(metrics).timeout(Waiting.PATIENCE);
    accept.ifPresent(types -> request.header("Accept", types));
    return send(request.build());
  }

  /** The answer to any request for {@code path}. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(metrics.resolve(path)).timeout(Waiting.PATIENCE).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
