package ticketd.testing;

import java.util.List;
import java.util.Random;

/**
 * Somebody who changes tickets at random, several changes at a time, and files one now and then.
 */
public final class Meddler {
  private static final int AT_ONCE = 10;

  private final LineClient client;
  private final Random random;
  private final int tickets;

  /**
   * @param client an identified one, whose replies nobody else takes
   * @param tickets what is changed is one of the first so many
   */
  public Meddler(LineClient client, Random random, int tickets) {
    this.client = client;
    this.random = random;
    this.tickets = tickets;
  }

  /** Asks for so many changes, a multiple of ten, some of which change nothing. */
  public void meddle(int changes) {
    for (int said = 0; said < changes; said += AT_ONCE) {
      for (int i = 0; i < AT_ONCE; i++) {
        client.send(change(1 + random.nextInt(tickets)));
      }
      for (int i = 0; i < AT_ONCE; i++) {
        client.reply();
      }
    }
  }

  private String change(int id) {
    return switch (random.nextInt(8)) {
      case 0 -> "STATUS " + id + " " + any("open", "waiting", "closed");
      case 1 -> "TAG " + id + " +" + any("x", "y", "z");
      case 2 -> "TAG " + id + " -" + any("x", "y", "z");
      case 3 -> "ASSIGN " + id + " " + any("W0", "W1", "-");
      case 4 -> "PRIORITY " + id + " " + any("low", "high", "urgent");
      case 5 -> "COMMENT " + id + (random.nextInt(40) == 0 ? " alpha" : " beta");
      case 6 -> "@k" + random.nextInt() + " PRIORITY " + id + " low";
      default -> random.nextInt(20) == 0 ? "SENDTICKET {\"title\":\"n\"}" : "REOPEN " + id;
    };
  }

  private String any(String... values) {
    return List.of(values).get(random.nextInt(values.length));
  }
}
