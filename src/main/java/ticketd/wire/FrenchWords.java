package ticketd.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.ticket.TextFold;

/**
 * The words of the wire as people say them in French: what they are shown, and what they may say.
 * On the wire and in JSON the words are English in every language.
 */
public final class FrenchWords {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("open", "ouvert"),
          Map.entry("in-progress", "en cours"),
          Map.entry("waiting", "en attente"),
          Map.entry("closed", "fermé"),
          Map.entry("low", "basse"),
          Map.entry("normal", "normale"),
          Map.entry("high", "haute"),
          Map.entry("urgent", "urgente"),
          Map.entry("fixed", "résolu"),
          Map.entry("wont-fix", "sans suite"),
          Map.entry("duplicate", "doublon"),
          Map.entry("invalid", "non valable"));

  /** What {@code is:} takes. */
  private static final Map<String, String> STATES =
      Map.of(
          "open", "ouvert",
          "closed", "fermé",
          "overdue", "en retard",
          "blocked", "bloqué",
          "escalated", "relevé");

  private static final Map<String, String> EVENTS =
      Map.ofEntries(
          Map.entry("filed", "déposé"),
          Map.entry("commented", "commenté"),
          Map.entry("taken", "pris"),
          Map.entry("assigned", "attribué"),
          Map.entry("status", "statut"),
          Map.entry("closed", "fermé"),
          Map.entry("reopened", "rouvert"),
          Map.entry("prioritised", "priorité"),
          Map.entry("tagged", "étiqueté"),
          Map.entry("edited", "modifié"),
          Map.entry("due", "échéance"),
          Map.entry("linked", "lié"),
          Map.entry("unlinked", "délié"),
          Map.entry("rated", "évalué"),
          Map.entry("noted", "noté"),
          Map.entry("escalated", "relevé"));

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("title", "titre"),
          Map.entry("description", "description"),
          Map.entry("status", "statut"),
          Map.entry("resolution", "résolution"),
          Map.entry("priority", "priorité"),
          Map.entry("assignee", "assigné à"),
          Map.entry("tags", "étiquettes"),
          Map.entry("due", "échéance"),
          Map.entry("links", "liens"),
          Map.entry("rating", "évaluation"),
          Map.entry("comment", "commentaire"),
          Map.entry("note", "note"));

  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          Map.entry("tickets", "tickets"),
          Map.entry("open", "ouverts"),
          Map.entry("in-progress", "en cours"),
          Map.entry("waiting", "en attente"),
          Map.entry("closed", "fermés"),
          Map.entry("events", "événements"),
          Map.entry("generation", "génération"),
          Map.entry("store", "dépôt"),
          Map.entry("bytes", "octets"),
          Map.entry("sync", "synchronisation"),
          Map.entry("connections", "connexions"),
          Map.entry("watchers", "suivis"),
          Map.entry("uptime-seconds", "en service (s)"),
          Map.entry("search-behind", "à indexer"),
          Map.entry("certificate-ends", "fin du certificat"),
          Map.entry("replica-lag-millis", "retard de la copie (ms)"),
          Map.entry("turns", "tours"),
          Map.entry("lost-turns", "tours perdus"),
          Map.entry("round-trip-micros", "aller-retour (µs)"),
          Map.entry("barrier-micros", "barrière (µs)"),
          Map.entry("clock-skew-millis", "écart d'horloge (ms)"),
          Map.entry("reconnects", "reconnexions"),
          Map.entry("in-doubt", "en doute"),
          Map.entry("escalate-after-seconds", "relevé après (s)"),
          Map.entry("max-in-progress", "en cours, au plus"));

  /** What may be said, folded and with {@code -} between its words, and the word of the wire. */
  private static final Map<String, String> SAID = said(VALUES);

  private static final Map<String, String> SAID_STATES = said(STATES);

  private FrenchWords() {}

  private static Map<String, String> said(Map<String, String> shown) {
    Map<String, String> said = new HashMap<>();
    shown.forEach((wire, french) -> said.put(key(french), wire));
    return said;
  }

  private static String key(String word) {
    return TextFold.fold(word).replace(' ', '-');
  }

  /**
   * The word of the wire that {@code word} is in French, in any case, with or without accents, with
   * {@code -} or a space between its words; anything else is returned as it is.
   */
  public static String wire(String word) {
    return SAID.getOrDefault(key(word), word);
  }

  /** What {@code is:} takes, said in French or in English. */
  static Optional<String> state(String word) {
    String state = SAID_STATES.getOrDefault(key(word), word);
    return STATES.containsKey(state) ? Optional.of(state) : Optional.empty();
  }

  /** The status said in French or in English. */
  public static Optional<Status> status(String word) {
    return Status.of(wire(word));
  }

  /** The priority said in French or in English. */
  public static Optional<Priority> priority(String word) {
    return Priority.of(wire(word));
  }

  /** The resolution said in French or in English. */
  public static Optional<Resolution> resolution(String word) {
    return Resolution.of(wire(word));
  }

  /**
   * A status, priority or resolution in French, a status with its resolution behind a colon too;
   * anything else as it is.
   */
  public static String shown(String wireName) {
    int colon = wireName.indexOf(':');
    String status = VALUES.get(wireName.substring(0, Math.max(0, colon)));
    String resolution = VALUES.get(wireName.substring(colon + 1));
    return status != null && resolution != null
        ? status + " : " + resolution
        : VALUES.getOrDefault(wireName, wireName);
  }

  /** What an event is called in French, or as it is. */
  public static String event(String wireName) {
    return EVENTS.getOrDefault(wireName, wireName);
  }

  /** What a figure of STATS is called in French, or as it is. */
  public static String figure(String name) {
    return FIGURES.getOrDefault(name, name);
  }

  /** What a field of a ticket is called in French, or as it is. */
  public static String field(String wireName) {
    return FIELDS.getOrDefault(wireName.toLowerCase(Locale.ROOT), wireName);
  }
}
