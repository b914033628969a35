package ticketd.door;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import ticketd.wire.Verb;

/** Counts the requests that came through one door, by what they asked for. For any thread. */
public final class RequestMeter {
  /** What could not be told: the request was refused before its verb was read. */
  public static final String NONE = "none";

  private static final Verb[] VERBS = Verb.values();

  private final Ticker ticker;
  private final Requests[] ofVerbs = new Requests[VERBS.length];
  private final Map<String, Requests> others = new ConcurrentHashMap<>();

  /** {@code ticker} is what its door's requests are timed by. */
  public RequestMeter(Ticker ticker) {
    this.ticker = ticker;
    for (Verb verb : VERBS) {
      ofVerbs[verb.ordinal()] = new Requests();
    }
    others.put(NONE, new Requests());
  }

  public long nanos() {
    return ticker.nanos();
  }

  public Requests of(Verb verb) {
    return ofVerbs[verb.ordinal()];
  }

  /**
   * Of what no verb says: a page, a look at the server's health.
   *
   * @param name in lower case; one of few, since each is kept and shown for ever
   */
  public Requests of(String name) {
    return others.computeIfAbsent(name, key -> new Requests());
  }

  /** Tells the requests of every verb by its name, then the others that were asked for by now. */
  public void forEach(BiConsumer<String, Requests> reader) {
    for (Verb verb : VERBS) {
      reader.accept(verb.name(), of(verb));
    }
    others.forEach(reader);
  }
}
