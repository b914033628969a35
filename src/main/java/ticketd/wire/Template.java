package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sentence with places for its arguments, cut and encoded once so that writing it is copying. */
public final class Template {
  private final String pattern;

  /** One more piece than places. */
  private final List<byte[]> pieces = new ArrayList<>();

  private final List<Integer> places = new ArrayList<>();

  /** {@code {0}}, {@code {1}} … in {@code pattern} are places; every other character is itself. */
  Template(String pattern) {
    this.pattern = pattern;
    int from = 0;
    for (int at = place(0); at >= 0; at = place(from)) {
      pieces.add(encode(pattern.substring(from, at)));
      places.add(pattern.charAt(at + 1) - '0');
      from = at + 3;
    }
    pieces.add(encode(pattern.substring(from)));
  }

  /** Where the first place at or after {@code from} begins; -1 where there is none. */
  private int place(int from) {
    int at = pattern.indexOf('{', from);
    while (at >= 0 && !isPlace(at)) {
      at = pattern.indexOf('{', at + 1);
    }
    return at;
  }

  private boolean isPlace(int at) {
    return at + 2 < pattern.length()
        && pattern.charAt(at + 1) >= '0'
        && pattern.charAt(at + 1) <= '9'
        && pattern.charAt(at + 2) == '}';
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

  /** The sentence, each argument as it spells itself; a place without one stays as it is. */
  String fill(@Nullable Object... arguments) {
    StringBuilder text = new StringBuilder(pattern.length() + 16 * places.size());
    int from = 0;
    for (int place : places) {
      int at = place(from);
      text.append(pattern, from, at);
      from = at + 3;
      if (place < arguments.length) {
        text.append(arguments[place]);
      } else {
        text.append(pattern, at, from);
      }
    }
    return text.append(pattern, from, pattern.length()).toString();
  }
}
