package ticketd.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query as far as a client must know it: its words by the grammar of {@link QueryParser}, up to
 * the first that is malformed. What is wrong with it is for the server to say.
 */
public final class QueryOutline {
  /**
   * A word.
   *
   * @param qualifier without its colon; empty where there is none
   * @param value without quotation marks
   */
  public record Word(String qualifier, String value, int start, int end) {
    boolean isMe() {
      return (qualifier.equals("author") || qualifier.equals("assignee"))
          && value.equalsIgnoreCase("me");
    }
  }

  private final String text;
  private final List<Word> words;

  private QueryOutline(String text, List<Word> words) {
    this.text = text;
    this.words = words;
  }

  public static QueryOutline of(String text) {
    QueryWords split = new QueryWords(text);
    List<Word> words = new ArrayList<>();
    try {
      while (split.next()) {
        words.add(new Word(split.qualifier(), split.value(), split.start(), split.end()));
      }
    } catch (Refusal malformed) {
      // The words before it stand, and the server is sent the query as it is.
      return new QueryOutline(text, List.copyOf(words));
    }
    return new QueryOutline(text, List.copyOf(words));
  }

  public List<Word> words() {
    return words;
  }

  /** The value behind {@code qualifier}, where that is given exactly once. */
  public Optional<String> only(String qualifier) {
    List<Word> found = words.stream().filter(word -> word.qualifier().equals(qualifier)).toList();
    return found.size() == 1 ? Optional.of(found.get(0).value()) : Optional.empty();
  }

  public boolean has(String qualifier) {
    return words.stream().anyMatch(word -> word.qualifier().equals(qualifier));
  }

  /** Whether it speaks of whoever asks. */
  public boolean isAboutMe() {
    return words.stream().anyMatch(Word::isMe);
  }

  /** The query without the words of that qualifier. */
  public String without(String qualifier) {
    StringBuilder left = new StringBuilder();
    int from = 0;
    for (Word word : words) {
      if (word.qualifier().equals(qualifier)) {
        left.append(text, from, word.start());
        from = Math.min(text.length(), word.end() + 1);
      }
    }
    return left.append(text, from, text.length()).toString().strip();
  }
}
