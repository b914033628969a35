package ticketd.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One of the things that a header says somebody accepts (RFC 9110, section 12.4.2).
 *
 * @param value in lower case, without parameters
 * @param thousandths its weight; 0 says that it is not accepted
 */
record Weighted(String value, int thousandths) {
  private static final int MOST = 1000;

  /** The things that {@code header} lists, as it lists them; what is malformed is left out. */
  static List<Weighted> list(String header) {
    List<Weighted> list = new ArrayList<>();
    for (String item : header.split(",", -1)) {
      String[] parts = item.split(";", -1);
      String value = parts[0].strip().toLowerCase(Locale.ROOT);
      int weight = MOST;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
        if (parameter.startsWith("q=")) {
          weight = parse(parameter.substring(2).strip());
        }
      }
      if (!value.isEmpty() && weight >= 0) {
        list.add(new Weighted(value, weight));
      }
    }
    return list;
  }

  /** The same, what weighs most first. */
  static List<Weighted> byWeight(String header) {
    List<Weighted> list = list(header);
    list.sort(Comparator.comparingInt(Weighted::thousandths).reversed());
    return list;
  }

  /** 0 to 1 with up to three decimals; -1 where it is none. */
  private static int parse(String weight) {
    if (!weight.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      return -1;
    }
    int point = weight.indexOf('.');
    String decimals = point < 0 ? "" : weight.substring(point + 1);
    return Integer.parseInt(weight.substring(0, 1) + (decimals + "000").substring(0, 3));
  }
}
