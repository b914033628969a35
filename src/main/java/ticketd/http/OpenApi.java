package ticketd.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/** What there is for programs, described for programs (OpenAPI 3.1). */
final class OpenApi {
  static final String FILE = "openapi.json";

  private OpenApi() {}

  /** Read when somebody asks for it first. */
  private static final class Holder {
    static final StaticFile DOCUMENT = new StaticFile(FILE, SentFile.of(bytes()), "no-cache");
  }

  static List<Route> all() {
    return List.of(
        new Route(
                HttpMethods.GET,
                "/" + FILE,
                0,
                call -> CompletableFuture.completedFuture(Holder.DOCUMENT.answer(call.request())))
            .forAnybody());
  }

  private static byte[] bytes() {
    try (InputStream file = OpenApi.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(file, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }
}
