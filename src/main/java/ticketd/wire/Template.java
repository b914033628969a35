package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence with places for its arguments, cut and encoded once so that writing it is copying. */
public final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])\\}");

  /** One more piece than places. */
  private final List<byte[]> pieces = new ArrayList<>();

  private final List<Integer> places = new ArrayList<>();

  /** {@code {0}}, {@code {1}} … in {@code pattern} are places; every other character is itself. */
  Template(String pattern) {
    Matcher matcher = PLACE.matcher(pattern);
    int from = 0;
    while (matcher.find()) {
      pieces.add(encode(pattern.substring(from, matcher.start())));
      places.add(Integer.valueOf(matcher.group(1)));
      from = matcher.end();
    }
    pieces.add(encode(pattern.substring(from)));
  }

  private static byte[] encode(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The indexes of the arguments it shows, in order. */
  List<Integer> places() {
    return List.copyOf(places);
  }

  public void write(LineBuffer out, List<String> arguments) {
    for (int i = 0; i < places.size(); i++) {
      out.append(pieces.get(i)).append(arguments.get(places.get(i)));
    }
    out.append(pieces.get(places.size()));
  }

  public void write(LineBuffer out, String argument) {
    for (int i = 0; i < places.size(); i++) {
      out.append(pieces.get(i)).append(argument);
    }
    out.append(pieces.get(places.size()));
  }

  public void write(LineBuffer out, long number) {
    for (int i = 0; i < places.size(); i++) {
      out.append(pieces.get(i)).append(number);
    }
    out.append(pieces.get(places.size()));
  }

  public void write(LineBuffer out) {
    out.append(pieces.get(0));
  }
}
