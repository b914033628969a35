package ticketd.client.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Words separated by spaces, for completion. JLine's own parser would give quotes and backslashes a
 * meaning that the protocol does not.
 */
final class RequestWords implements Parser {
  private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.get(wordIndex);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> words = new ArrayList<>();
    int wordIndex = 0;
    int wordCursor = 0;
    int at = 0;
    while (true) {
      int end = line.indexOf(' ', at);
      int to = end < 0 ? line.length() : end;
      boolean empty = to == at;
      boolean holdsCursor = cursor >= at && cursor <= to;
      if (!empty || holdsCursor) {
        if (holdsCursor) {
          wordIndex = words.size();
          wordCursor = cursor - at;
        }
        words.add(line.substring(at, to));
      }
      if (end < 0) {
        return new Words(
            line, cursor, words.isEmpty() ? List.of("") : words, wordIndex, wordCursor);
      }
      at = end + 1;
    }
  }

  @Override
  public boolean isEscapeChar(char ch) {
    return false;
  }
}
