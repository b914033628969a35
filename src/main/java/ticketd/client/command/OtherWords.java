package ticketd.client.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.ticket.TextFold;

/**
 * What other programs, the line protocol and French call what a command of ours does. None of these
 * words is a command; who types one is told ours.
 */
final class OtherWords {
  /** Ours, and what others say. */
  static final Map<String, List<String>> ALL =
      Map.ofEntries(
          Map.entry("client", List.of("shell", "connect", "interactive", "repl")),
          Map.entry(
              "create", List.of("new", "add", "sendticket", "file", "submit", "creer", "deposer")),
          Map.entry("list", List.of("ls", "search", "find", "query", "lister", "chercher")),
          Map.entry("view", List.of("show", "get", "display", "cat", "voir", "afficher")),
          Map.entry("comment", List.of("reply", "say", "annotate", "commenter", "repondre")),
          Map.entry("take", List.of("claim", "grab", "pick", "prendre")),
          Map.entry("assign", List.of("delegate", "attribuer", "assigner")),
          Map.entry("status", List.of("move", "transition", "state", "mark", "statut")),
          Map.entry(
              "close", List.of("done", "resolve", "finish", "complete", "fix", "fermer", "clore")),
          Map.entry("reopen", List.of("rouvrir")),
          Map.entry("edit", List.of("modify", "update", "change", "set", "modifier")),
          Map.entry("edit -p", List.of("priority", "prio", "priorite")),
          Map.entry("tag", List.of("label", "etiqueter")),
          Map.entry("note", List.of("noter")),
          Map.entry("due", List.of("deadline", "schedule", "echeance")),
          Map.entry("link", List.of("relate", "block", "lier")),
          Map.entry("unlink", List.of("delier")),
          Map.entry("rate", List.of("evaluer")),
          Map.entry("history", List.of("log", "historique")),
          Map.entry("watch", List.of("tail", "follow", "subscribe", "suivre")),
          Map.entry("stats", List.of("figures", "info")),
          Map.entry("login", List.of("signin", "sign-in")),
          Map.entry("logout", List.of("signout", "sign-out")),
          Map.entry("auth status", List.of("whoami")),
          Map.entry("user passwd", List.of("passwd", "password")),
          Map.entry("store copy", List.of("backup", "dump")),
          Map.entry("check", List.of("verify", "fsck")),
          Map.entry("help", List.of("aide", "man", "usage")),
          Map.entry("--version", List.of("version")));

  private static final Map<String, String> OURS = ours();

  private OtherWords() {}

  private static Map<String, String> ours() {
    Map<String, String> ours = new HashMap<>();
    ALL.forEach((our, others) -> others.forEach(other -> ours.put(other, our)));
    return ours;
  }

  /** What we call it, in any case and with or without accents; empty where it is not known. */
  static Optional<String> ours(String typed) {
    return Optional.ofNullable(OURS.get(TextFold.fold(typed)));
  }
}
