package ticketd.client.transfer;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import ticketd.protocol.JsonObjects;

/**
 * Tickets in JSON, in an array or one after another, over any number of lines. Nothing is read
 * behind one that is malformed.
 */
final class ObjectSource implements Source {
  private final Counted text;
  private final JsonObjects objects;
  private final ObjectReading reading;
  private long row;
  private boolean broken;

  /** An object may have {@code most} UTF-16 units. */
  ObjectSource(Reader text, int most, ObjectReading reading) throws IOException {
    this.text = new Counted(text, most);
    this.objects = new JsonObjects(this.text);
    this.reading = reading;
  }

  /** Ends where more is read in a row than an object may have. */
  private static final class Counted extends FilterReader {
    /** What a parser may read ahead of what it gives. */
    private static final int AHEAD = 64 * 1024;

    private final int most;
    private long count;

    Counted(Reader in, int most) {
      super(in);
      this.most = most;
    }

    void begin() {
      count = 0;
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
      if (count > (long) most + AHEAD) {
        throw new RowTooLongException(most);
      }
      int read = super.read(to, from, Math.min(length, AHEAD));
      count += Math.max(0, read);
      return read;
    }
  }

  @Override
  public Optional<Row> next() throws IOException {
    if (broken) {
      return Optional.empty();
    }
    row++;
    text.begin();
    try {
      return objects.next().map(object -> reading.row(row, object));
    } catch (RowTooLongException e) {
      broken = true;
      return Optional.of(
          new Row.Unreadable(row, Row.Flaw.OBJECT_TOO_LONG, Integer.toString(e.limit())));
    } catch (IllegalArgumentException e) {
      // Where an object ends that is malformed nobody can tell.
      broken = true;
      return Optional.of(
          new Row.Unreadable(row, Row.Flaw.NOT_JSON, String.valueOf(e.getMessage())));
    }
  }
}
