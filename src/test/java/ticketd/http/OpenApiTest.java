package ticketd.http;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.http.LocalDoor.Reply;
import ticketd.testing.Json;

/** The description is of the routes there are, and of what they are answered. */
class OpenApiTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  @TempDir Path directory;
  private LocalDoor door;
  private Map<String, Object> document;
  private Schemas schemas;

  @BeforeEach
  void open() {
    door = new LocalDoor(directory);
    document = door.get("/openapi.json").json();
    schemas = new Schemas(document);
  }

  @AfterEach
  void close() {
    door.close();
  }

  @SuppressWarnings("unchecked") // what was read as JSON
  private static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  private void eachOperation(BiConsumer<String, Map<String, Object>> told) {
    Json.member(document, "paths")
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) ->
                            told.accept(
                                method.toUpperCase(Locale.ROOT) + " " + path, map(operation))));
  }

  /** What a reference stands for, or the thing itself. */
  private Map<String, Object> resolved(Object json) {
    Object reference = map(json).get("$ref");
    return map(reference == null ? json : schemas.resolve(reference.toString()));
  }

  private List<Map<String, Object>> parameters(Map<String, Object> operation) {
    return ((List<?>) operation.getOrDefault("parameters", List.of()))
        .stream().map(this::resolved).toList();
  }

  private List<Route> routes() {
    return door.routes().stream()
        .filter(route -> route.audience().looksAtWho() || route.audience() == Route.Audience.HEALTH)
        .toList();
  }

  @Test
  void shouldDescribeEveryRouteAndNothingElse() {
    Set<String> described = new TreeSet<>();
    eachOperation((name, operation) -> described.add(name));
    assertThat(described)
        .isEqualTo(
            routes().stream()
                .map(route -> route.method().name() + " " + route.template())
                .collect(toCollection(TreeSet::new)));
  }

  @Test
  void shouldBeADescriptionOfThisVersion() {
    assertThat(document.get("openapi")).isEqualTo("3.1.0");
    assertThat(Json.member(document, "info")).containsKeys("title", "version");
    Set<Object> ids = new TreeSet<>();
    eachOperation(
        (name, operation) -> {
          assertThat(ids.add(operation.get("operationId"))).as(name).isTrue();
          assertThat(operation.get("summary")).as(name).isNotNull();
          Map<String, Object> responses = Json.member(operation, "responses");
          assertThat(responses.keySet()).as(name).anyMatch(status -> status.startsWith("2"));
          assertThat(resolved(Json.value(responses, "default"))).as(name).containsKey("content");
          responses.values().forEach(one -> assertThat(resolved(one)).containsKey("description"));
        });
  }

  @Test
  void shouldNameTheVariablesAndBodiesOfARoute() {
    Map<String, Route> routes = new LinkedHashMap<>();
    routes().forEach(route -> routes.put(route.method().name() + " " + route.template(), route));
    eachOperation(
        (name, operation) -> {
          Route route = Objects.requireNonNull(routes.get(name), name);
          List<String> variables =
              VARIABLE.matcher(route.template()).results().map(m -> m.group(1)).toList();
          assertThat(
                  parameters(operation).stream()
                      .filter(parameter -> Json.value(parameter, "in").equals("path"))
                      .map(parameter -> Json.value(parameter, "name").toString())
                      .collect(toList()))
              .as(name)
              .isEqualTo(variables);
          assertThat(operation.containsKey("requestBody"))
              .as(name)
              .isEqualTo(route.maxBodyBytes() > 0);
        });
  }

  /** A parameter that is described is taken, and no other is. */
  @Test
  void shouldNameTheParametersThatAreTaken() {
    eachOperation(
        (name, operation) -> {
          if (name.endsWith("/events") || !name.contains("/api/")) {
            return;
          }
          String method = name.split(" ", -1)[0];
          String path = name.split(" ", -1)[1].replace("{id}", "999");
          for (Map<String, Object> parameter : parameters(operation)) {
            if (Json.value(parameter, "in").equals("query")) {
              Reply reply = door.ask(method, path + "?" + parameter.get("name") + "=%00", "");
              assertThat(reply.body()).as(name).doesNotContain("unknown parameter");
            }
          }
          Reply reply = door.ask(method, path + "?colour=red", "");
          assertThat(reply.status()).as(name).isEqualTo(400);
          assertThat(reply.body()).as(name).contains("colour");
        });
  }

  @Test
  void shouldPointAtNothingThatIsNotThereAndHaveNothingUnused() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    references.forEach(schemas::resolve);
    Json.member(document, "components")
        .forEach(
            (kind, components) -> {
              if (!kind.equals("securitySchemes")) {
                map(components)
                    .keySet()
                    .forEach(
                        name ->
                            assertThat(references).contains("#/components/" + kind + "/" + name));
              }
            });
  }

  private static void collect(Object json, List<String> references) {
    if (json instanceof Map<?, ?> object) {
      object.forEach(
          (name, value) -> {
            if (name.equals("$ref")) {
              references.add(value.toString());
            }
            collect(value, references);
          });
    } else if (json instanceof List<?> list) {
      list.forEach(one -> collect(one, references));
    }
  }

  @Test
  void shouldNameTheVerbsThatABatchTakes() {
    Map<String, Object> item = map(schemas.resolve("#/components/schemas/BatchItem"));
    Map<String, Object> verb = Json.member(Json.member(item, "properties"), "verb");
    Reply reply = door.post("/api/v1/batch", "[{\"verb\":\"LIST\"}]");
    String detail = Json.value(map(reply.array().get(0)), "detail").toString();
    assertThat(Json.value(verb, "enum"))
        .isEqualTo(List.of(detail.substring(detail.indexOf(": ") + 2).split(", ", -1)));
  }

  /** The answer is as the description says of its route. */
  private void assertDescribed(String method, String target, String template, String body) {
    Reply reply = door.ask(method, target, body);
    Map<String, Object> operation =
        Json.member(
            Json.member(Json.member(document, "paths"), template), method.toLowerCase(Locale.ROOT));
    Map<String, Object> responses = Json.member(operation, "responses");
    Map<String, Object> response =
        resolved(
            Json.value(
                responses,
                responses.containsKey(Integer.toString(reply.status()))
                    ? Integer.toString(reply.status())
                    : "default"));
    assertThat(reply.status() < 400)
        .as(method + " " + target + " " + reply.body())
        .isEqualTo(responses.containsKey(Integer.toString(reply.status())));
    if (reply.body().isEmpty()) {
      assertThat(response).doesNotContainKey("content");
      return;
    }
    Map<String, Object> content = Json.member(response, "content");
    assertThat(content).containsKey(reply.type());
    Object schema = Json.value(Json.member(content, reply.type()), "schema");
    Object json = Json.value(Json.object("{\"it\":" + reply.body() + "}"), "it");
    assertThat(schemas.wrong(schema, json)).as(method + " " + target).isEmpty();
    Object headers = response.get("headers");
    if (headers != null) {
      map(headers)
          .keySet()
          .forEach(
              name -> {
                if (!name.equals("Link")) {
                  assertThat(reply.header(name)).as(target + " " + name).isPresent();
                }
              });
    }
  }

  @Test
  void shouldDescribeWhatIsAnswered() {
    String tickets = "/api/v1/tickets";
    String ticket = tickets + "/{id}";
    assertDescribed(
        "POST", tickets + "?tags=a,b&assignee=me", tickets, "Disk full\n\nSince 10:00.");
    assertDescribed("POST", tickets, tickets, "{\"title\":\"b\"}");
    assertDescribed("POST", tickets, tickets, "");
    assertDescribed("POST", tickets + "/1/comments", ticket + "/comments", "x");
    assertDescribed("PUT", tickets + "/1/status", ticket + "/status", "waiting");
    assertDescribed("PUT", tickets + "/1/status", ticket + "/status", "waiting");
    assertDescribed("PUT", tickets + "/1/priority", ticket + "/priority", "high");
    assertDescribed("PUT", tickets + "/1/assignee", ticket + "/assignee", "Bob");
    assertDescribed("POST", tickets + "/1/take", ticket + "/take", "");
    assertDescribed("PUT", tickets + "/1/assignee", ticket + "/assignee", "null");
    assertDescribed("POST", tickets + "/1/take", ticket + "/take", "");
    assertDescribed("POST", tickets + "/1/tags", ticket + "/tags", "{\"add\":[\"c\"]}");
    assertDescribed("PATCH", tickets + "/1", ticket, "{\"title\":\"c\",\"version\":1}");
    assertDescribed("PATCH", tickets + "/1", ticket, "{\"title\":\"c\",\"description\":\"d\"}");
    assertDescribed("POST", tickets + "/1/close", ticket + "/close", "invalid");
    assertDescribed("GET", tickets, tickets, "");
    assertDescribed("GET", tickets + "/1", ticket, "");
    assertDescribed("GET", tickets + "/9", ticket, "");
    assertDescribed("GET", tickets + "/1/history", ticket + "/history", "");
    assertDescribed("POST", tickets + "/1/reopen", ticket + "/reopen", "");
    assertDescribed("POST", "/api/v1/take-next", "/api/v1/take-next", "");
    assertDescribed("POST", "/api/v1/take-next", "/api/v1/take-next", "");
    assertDescribed(
        "POST",
        "/api/v1/batch",
        "/api/v1/batch",
        "[{\"verb\":\"TAKE\",\"id\":1},{\"verb\":\"TAKE\",\"id\":9}]");
    assertDescribed("GET", "/api/v1/stats", "/api/v1/stats", "");
    assertDescribed("GET", "/api/v1/stats/series?days=1", "/api/v1/stats/series", "");
    assertDescribed("PUT", "/api/v1/session", "/api/v1/session", "ana");
    assertDescribed("GET", "/api/v1/session", "/api/v1/session", "");
    assertDescribed("DELETE", "/api/v1/session", "/api/v1/session", "");
    assertDescribed("GET", "/health/live", "/health/live", "");
    assertDescribed("GET", "/health/ready", "/health/ready", "");
    assertDescribed("GET", "/openapi.json", "/openapi.json", "");
  }
}
