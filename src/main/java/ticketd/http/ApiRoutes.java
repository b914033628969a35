package ticketd.http;

import java.util.ArrayList;
import java.util.List;

/** The routes of tickets: what the verbs of the line protocol do, one code path behind both. */
final class ApiRoutes {
  static final String ROOT = "/api/v1";
  static final String TICKETS = ROOT + "/tickets";

  private ApiRoutes() {}

  static List<Route> all(HttpEnvironment environment) {
    DeskCalls desk = new DeskCalls(environment);
    Changing changing = new Changing(desk, environment.log());
    List<Route> routes = new ArrayList<>();
    routes.addAll(new TicketReads(environment, desk).all());
    routes.addAll(new TicketChanges(environment, changing).all());
    routes.addAll(new BatchRoutes(environment, changing).all());
    routes.addAll(new SavedRoutes(environment, desk, changing).all());
    routes.addAll(new StatsRoutes(environment, desk).all());
    routes.addAll(new ReportRoutes(environment, desk).all());
    return routes;
  }
}
