package ticketd.client.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of which the first are numbers of tickets.
 *
 * @param ids as they were typed
 * @param rest what stands behind them
 */
record TicketNumbers(List<String> ids, List<String> rest) {
  /** The numbers that {@code words} begin with, and the rest. */
  static TicketNumbers leading(List<String> words) {
    int count = 0;
    while (count < words.size() && isNumber(words.get(count))) {
      count++;
    }
    return new TicketNumbers(
        List.copyOf(words.subList(0, count)), List.copyOf(words.subList(count, words.size())));
  }

  /** All of them numbers but the last word, which is a value. */
  static TicketNumbers beforeLast(String first, List<String> words) {
    List<String> ids = new ArrayList<>(List.of(first));
    int last = words.size() - 1;
    ids.addAll(words.subList(0, last));
    return new TicketNumbers(List.copyOf(ids), List.of(words.get(last)));
  }

  /** Whether it is written as a ticket's number, {@code 12} or {@code #12}. */
  static boolean isNumber(String word) {
    return word.matches("#?[1-9][0-9]*");
  }
}
