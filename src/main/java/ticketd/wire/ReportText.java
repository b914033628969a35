package ticketd.wire;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ticketd.ticket.ReportGroup;

/** The lines of a report in text. */
public final class ReportText {
  private static final byte[] DOT = Utf8.bytes(" · ");

  private ReportText() {}

  public static void line(LineBuffer out, ReportGroup group) {
    out.append(' ').append(group.name().orElse("total")).append(": filed ").append(group.filed());
    out.append(DOT).append("closed ").append(group.closed());
    out.append(DOT).append("open ").append(group.open());
    times(out.append(DOT).append("take "), group.take());
    times(out.append(DOT).append("close "), group.close());
    out.append(DOT).append("rating ").append(mean(group.responsiveness()));
    out.append(' ').append(mean(group.competence()));
    out.append(' ').append(mean(group.satisfaction())).append('\n');
  }

  private static void times(LineBuffer out, ReportGroup.Times times) {
    out.append(duration(times.median())).append(' ').append(duration(times.p90()));
  }

  /** The two largest units that it has: {@code 3d2h}, {@code 2h10m}, {@code 15m}, {@code 40s}. */
  static String duration(OptionalLong seconds) {
    if (seconds.isEmpty()) {
      return "-";
    }
    long left = seconds.getAsLong();
    long[] units = {left / 86_400, left / 3_600 % 24, left / 60 % 60, left % 60};
    int first = 0;
    while (first < 3 && units[first] == 0) {
      first++;
    }
    String text = "" + units[first] + "dhms".charAt(first);
    return first < 3 && units[first + 1] > 0
        ? text + units[first + 1] + "dhms".charAt(first + 1)
        : text;
  }

  /** With two decimals at most. */
  static String mean(OptionalDouble mean) {
    if (mean.isEmpty()) {
      return "-";
    }
    return String.format(Locale.ROOT, "%.2f", mean.getAsDouble())
        .replaceFirst("0$", "")
        .replaceFirst("\\.0?$", "");
  }
}
