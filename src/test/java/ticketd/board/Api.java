package ticketd.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import ticketd.testing.Json;

/** What somebody without a browser does through the same API. */
final class Api {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String authorization;

  private Api(String base, String authorization) {
    this.base = base + "/api/v1";
    this.authorization = authorization;
  }

  /** Somebody by that name in an open desk. */
  static Api named(String base, String who) {
    byte[] pair = (who + ":").getBytes(StandardCharsets.UTF_8);
    return new Api(base, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Whoever has this token. */
  static Api bearing(String base, String token) {
    return new Api(base, "Bearer " + token);
  }

  long file(String json) {
    return (long) Objects.requireNonNull(Json.object(send("POST", "/tickets", json)).get("id"));
  }

  Map<String, Object> ticket(long id) {
    return Json.object(send("GET", "/tickets/" + id, ""));
  }

  void comment(long id, String text) {
    send("POST", "/tickets/" + id + "/comments", text);
  }

  void status(long id, String status) {
    send("PUT", "/tickets/" + id + "/status", status);
  }

  Map<String, Object> list(String query) {
    return Json.object(
        send("GET", "/tickets?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8), ""));
  }

  Map<String, Object> get(String path) {
    return Json.object(send("GET", path, ""));
  }

  /** The body of an answer that is no refusal. */
  String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", authorization)
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).describedAs(response.body()).isLessThan(300);
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
