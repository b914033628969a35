package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What the servers of a cluster at rest say, one after the other, about the same store. */
record Verdict(EventLog log, Ledger ledger, List<String> findings) {
  /** Asks every server for everything and compares it with the others and with the ledger. */
  static Verdict of(Cluster cluster, Ledger ledger) {
    EventLog first = EventLog.of(cluster.get(0));
    List<String> list = list(cluster.get(0));
    List<String> findings = new ArrayList<>(ledger.check(first));
    long last = first.events().size();
    for (int slot = 1; slot < cluster.size(); slot++) {
      ChildServer server = cluster.get(slot);
      if (!list(server).equals(list)) {
        findings.add("server " + slot + " lists other tickets than server 0");
      }
      try (Peer peer = server.connect()) {
        peer.json("FORMAT json");
        if (!EventLog.until(peer, last).digest().equals(first.digest())) {
          findings.add("server " + slot + " tells another history than server 0");
        }
      }
    }
    return new Verdict(first, ledger, findings);
  }

  private static List<String> list(ChildServer server) {
    try (Peer peer = server.connect()) {
      return peer.ask("LIST");
    }
  }

  /** Prints what was counted, and fails on findings. */
  void report(String title) {
    System.out.println(
        title
            + log.events().size()
            + " changes, "
            + ledger.count(Ledger.Outcome.STORED)
            + " acknowledged by servers "
            + ledger.storedByServer()
            + ", "
            + ledger.count(Ledger.Outcome.REFUSED)
            + " refused, "
            + ledger.count(Ledger.Outcome.UNKNOWN)
            + " unknown");
    assertThat(findings).isEmpty();
  }
}
