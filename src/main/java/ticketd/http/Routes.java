package ticketd.http;

import java.util.ArrayList;
import java.util.List;

/** All routes of the door, each part's behind the other's. */
final class Routes {
  /** The same for every door of a process. */
  private static final List<Route> BOARD = new Pages().all();

  private Routes() {}

  static List<Route> all(HttpEnvironment environment) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new HealthRoutes(environment).all());
    AccountCalls accounts = new AccountCalls(environment);
    routes.addAll(new SessionRoutes(environment, accounts).all());
    routes.addAll(new AccountRoutes(accounts).all());
    routes.addAll(BOARD);
    routes.addAll(ApiRoutes.all(environment));
    routes.addAll(new MetricsRoutes(environment).all());
    routes.addAll(new EventRoutes(environment).all());
    routes.addAll(OpenApi.all());
    return routes;
  }
}
