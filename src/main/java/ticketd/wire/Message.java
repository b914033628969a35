package ticketd.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A sentence of an error status line, not yet in a language. Its arguments are short and hold only
 * characters that a terminal may be given, whatever they were made of.
 */
public final class Message {
  private final Text text;
  private final List<Object> arguments;

  /** The word that was meant, where one is known. */
  private final Optional<String> meant;

  private Message(Text text, List<Object> arguments, Optional<String> meant) {
    this.text = text;
    this.arguments = arguments;
    this.meant = meant;
  }

  /** What the code alone says. */
  public static Message of(ErrorCode code) {
    return new Message(Text.valueOf(code.name()), List.of(), Optional.empty());
  }

  /** Why what would have to be read is unavailable. */
  public static Message unreadable() {
    return new Message(Text.UNREADABLE, List.of(), Optional.empty());
  }

  /**
   * A sentence about {@code arguments}: a string is a peer's text and is shown as an {@link
   * Excerpt}, a collection is a list of ours, a verb stands for its usage in the reader's language,
   * a number for itself.
   */
  public static Message of(Text text, Object... arguments) {
    List<Object> shown = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      if (argument instanceof Verb) {
        shown.add(argument);
      } else if (argument instanceof Collection<?> list) {
        shown.add(String.join(", ", list.stream().map(Object::toString).toList()));
      } else {
        shown.add(Excerpt.of(argument.toString()));
      }
    }
    return new Message(text, shown, Optional.empty());
  }

  /** The same, asking behind it whether the word of ours, where there is one, was meant. */
  public Message orRather(Optional<String> word) {
    return new Message(text, arguments, word);
  }

  /** The sentence in {@code language}. */
  public String in(Language language) {
    LineBuffer out = new LineBuffer();
    writeTo(out, Texts.of(language));
    return out.asString();
  }

  public void writeTo(LineBuffer out, Texts texts) {
    List<String> words = new ArrayList<>(arguments.size());
    for (Object argument : arguments) {
      words.add(argument instanceof Verb verb ? texts.usage(verb) : argument.toString());
    }
    texts.get(text).write(out, words);
    meant.ifPresent(word -> texts.get(Text.MEANT).write(out, List.of(word)));
  }

  @Override
  public String toString() {
    return in(Language.EN);
  }
}
