package ticketd.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The routes by their paths: a tree of segments, a literal one going before one that varies. */
final class Router {
  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    @Nullable Node variable;
    final Map<String, Route> methods = new TreeMap<>();

    Node variable() {
      if (variable == null) {
        variable = new Node();
      }
      return variable;
    }
  }

  /**
   * A path that is served.
   *
   * @param methods its routes by the names of their methods, sorted
   * @param variables what stands at the braces of their templates
   */
  record Place(Map<String, Route> methods, List<String> variables) {
    /** The route of that method; HEAD asks for what GET would. */
    Optional<Route> route(HttpMethod method) {
      return Optional.ofNullable(methods.get(method.name().equals("HEAD") ? "GET" : method.name()));
    }

    /** The methods that are answered here, OPTIONS among them: what {@code Allow} says. */
    String allow() {
      List<String> names = new ArrayList<>(methods.keySet());
      if (names.contains("GET")) {
        names.add("HEAD");
      }
      names.add("OPTIONS");
      Collections.sort(names);
      return String.join(", ", names);
    }
  }

  private final Node root = new Node();

  Router(List<Route> routes) {
    for (Route route : routes) {
      Node node = root;
      for (String segment : route.template().substring(1).split("/", -1)) {
        node =
            segment.startsWith("{")
                ? node.variable()
                : node.literals.computeIfAbsent(segment, name -> new Node());
      }
      if (node.methods.put(route.method().name(), route) != null) {
        throw new IllegalArgumentException(
            "two routes for " + route.method().name() + " " + route.template());
      }
    }
  }

  /**
   * What is served at a path as it was sent, percent-encoded. Nothing is where a segment is empty
   * but the only one, is {@code .} or {@code ..}, or stands for several: a path has one spelling.
   */
  Optional<Place> find(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    Node node = root;
    List<String> variables = new ArrayList<>();
    for (String encoded : path.substring(1).split("/", -1)) {
      Optional<String> segment = Percent.decode(encoded).filter(Router::isOneSegment);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      Node literal = node.literals.get(segment.get());
      if (literal != null) {
        node = literal;
      } else if (node.variable != null && !segment.get().isEmpty()) {
        node = node.variable;
        variables.add(segment.get());
      } else {
        return Optional.empty();
      }
    }
    return node.methods.isEmpty()
        ? Optional.empty()
        : Optional.of(new Place(node.methods, variables));
  }

  private static boolean isOneSegment(String segment) {
    return !segment.equals(".") && !segment.equals("..") && segment.indexOf('/') < 0;
  }
}
