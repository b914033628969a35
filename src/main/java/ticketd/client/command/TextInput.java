package ticketd.client.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Cleaner;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.ticket.Characters;
import ticketd.ticket.Limits;

/**
 * A text that a command sends: an argument, or standard input. It has LF between its lines and none
 * at its end, and holds nothing that a server refuses in a text.
 */
final class TextInput {
  /** Bytes of standard input that are read to be cleaned, however little of them is left then. */
  private static final int MOST_TO_CLEAN = 1 << 20;

  private static final int CHUNK = 8 * 1024;

  private final Texts texts;
  private final boolean clean;

  /**
   * A way to read texts.
   *
   * @param clean whether escape sequences, CR before LF and invisible controls are dropped
   */
  TextInput(Texts texts, boolean clean) {
    this.texts = texts;
    this.clean = clean;
  }

  /** The argument, or for {@code -} what {@code in} holds. */
  String read(String argument, InputStream in) throws Failure {
    return argument.equals("-")
        ? readAll(texts.get("text.input"), in)
        : accepted(texts.get("text.argument"), argument);
  }

  /** What the file holds, or for {@code -} what {@code in} does. */
  String readFile(String file, InputStream in) throws Failure, IOException {
    if (file.equals("-")) {
      return readAll(texts.get("text.input"), in);
    }
    String source = Visible.line(file);
    try (InputStream content = FileFault.open(GivenPath.of(file, texts))) {
      return readAll(source, content);
    } catch (NoSuchFileException e) {
      throw new Failure(ExitStatus.FAILED, texts.get("file.missing", source));
    } catch (FileSystemException e) {
      throw unreadable(source, FileFault.reason(texts, e));
    }
  }

  private Failure unreadable(String source, String reason) {
    return new Failure(ExitStatus.FAILED, texts.get("file.unreadable", source, reason));
  }

  private String readAll(String source, InputStream in) throws Failure {
    byte[] bytes;
    try {
      bytes = bytes(source, in);
    } catch (IOException e) {
      throw unreadable(source, FileFault.reason(texts, e));
    }
    String text = accepted(source, decode(source, bytes));
    return text.replaceFirst("\n+\\z", "");
  }

  /** A text as it is sent; {@code source} is what it is called where it is refused. */
  String accepted(String source, String given) throws Failure {
    String text = given.replace("\r\n", "\n");
    if (clean) {
      text = Cleaner.clean(text);
    }
    check(source, text);
    return text;
  }

  /** All that there is; no more is read than shows that it is too long. */
  private byte[] bytes(String source, InputStream in) throws Failure, IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    int kept = 0;
    int lineFeeds = 0;
    int count = in.read(chunk);
    while (count >= 0) {
      all.write(chunk, 0, count);
      for (int i = 0; i < count; i++) {
        if (chunk[i] == '\n') {
          lineFeeds++;
        } else if (chunk[i] != '\r') {
          kept += lineFeeds + 1;
          lineFeeds = 0;
        }
      }
      boolean tooLong = clean ? all.size() > MOST_TO_CLEAN : kept > Limits.MAX_TEXT_BYTES;
      if (tooLong || all.size() > MOST_TO_CLEAN) {
        throw tooLong(source);
      }
      count = in.read(chunk);
    }
    return all.toByteArray();
  }

  private String decode(String source, byte[] bytes) throws Failure {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, decoded, true);
    String text = decoded.flip().toString();
    if (result.isError()) {
      String shown = String.format("0x%02X", bytes[in.position()]);
      throw refused("text.not-utf8", source, text, text.length(), shown);
    }
    return text;
  }

  private void check(String source, String text) throws Failure {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point != '\n' && !Characters.isAccepted(point)) {
        throw refused("text.character", source, text, i, Characters.name(point));
      }
      i += Character.charCount(point);
    }
    if (!Limits.isTextLength(text.replaceFirst("\n+\\z", ""))) {
      throw tooLong(source);
    }
  }

  private Failure tooLong(String source) {
    return new Failure(ExitStatus.USAGE, texts.get("text.too-long", source, Limits.MAX_TEXT_BYTES));
  }

  /** A refusal that names the line and the column, both from 1, of what stands at {@code at}. */
  private Failure refused(String key, String source, String text, int at, String what) {
    long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    int begin = text.lastIndexOf('\n', at - 1) + 1;
    int column = 1 + text.codePointCount(begin, at);
    return new Failure(ExitStatus.USAGE, texts.get(key, source, line, column, what));
  }
}
