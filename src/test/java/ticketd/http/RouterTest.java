package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private static final Router ROUTER =
      new Router(
          List.of(
              route(HttpMethods.GET, "/"),
              route(HttpMethods.GET, "/api/tickets"),
              route(HttpMethods.POST, "/api/tickets"),
              route(HttpMethods.GET, "/api/tickets/{id}"),
              route(HttpMethods.GET, "/api/tickets/new"),
              route(HttpMethods.DELETE, "/api/tickets/{id}/links/{link}")));

  private static Route route(HttpMethod method, String template) {
    return new Route(
        method, template, 0, call -> CompletableFuture.completedFuture(HttpResponse.create()));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, ''",
    "/api/tickets, /api/tickets, ''",
    "/api/%74ickets, /api/tickets, ''",
    "/api/tickets/7, /api/tickets/{id}, 7",
    "/api/tickets/new, /api/tickets/new, ''",
    "/api/tickets/a%20%C3%A9+, /api/tickets/{id}, a é+",
  })
  void shouldFindARouteAndWhatVaries(String path, String template, String variables) {
    Router.Place place = ROUTER.find(path).orElseThrow();
    assertThat(place.route(HttpMethods.GET).orElseThrow().template()).isEqualTo(template);
    assertThat(String.join("|", place.variables())).isEqualTo(variables);
  }

  @Test
  void shouldKeepTheOrderOfWhatVaries() {
    Router.Place place = ROUTER.find("/api/tickets/7/links/3").orElseThrow();
    assertThat(place.route(HttpMethods.DELETE)).isPresent();
    assertThat(place.variables()).containsExactly("7", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "//",
        "/api",
        "/api/",
        "/API/tickets",
        "/api/tickets/",
        "/api//tickets",
        "//api/tickets",
        "/api/tickets/7/",
        "/api/tickets/.",
        "/api/tickets/..",
        "/api/tickets/%2e%2E",
        "/api/tickets/7%2Flinks%2F3",
        "/api/tickets/%ff",
        "/api/tickets/%2",
        "/api/tickets/%zz",
      })
  void shouldFindNothingAtAnotherSpelling(String path) {
    assertThat(ROUTER.find(path)).isEmpty();
  }

  @Test
  void shouldNameTheMethodsOfAPlace() {
    assertThat(ROUTER.find("/api/tickets").orElseThrow().allow())
        .isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(ROUTER.find("/api/tickets/7/links/3").orElseThrow().allow())
        .isEqualTo("DELETE, OPTIONS");
  }

  @Test
  void shouldAnswerHeadWhereGetIs() {
    assertThat(ROUTER.find("/").orElseThrow().route(HttpMethods.HEAD)).isPresent();
    assertThat(ROUTER.find("/api/tickets/7/links/3").orElseThrow().route(HttpMethods.HEAD))
        .isEmpty();
  }

  @Test
  void shouldRefuseTwoRoutesForOneMethod() {
    List<Route> twice = List.of(route(HttpMethods.GET, "/{a}"), route(HttpMethods.GET, "/{b}"));
    assertThatThrownBy(() -> new Router(twice)).hasMessageContaining("/{b}");
  }
}
