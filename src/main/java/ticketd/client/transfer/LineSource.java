package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import ticketd.protocol.Json;

/** Tickets in JSON, one a line. A line that cannot be read is one row that is left out. */
final class LineSource implements Source {
  private final BufferedReader lines;
  private final int most;
  private final ObjectReading reading;
  private long row;

  /** A line may have {@code most} UTF-16 units. */
  LineSource(Reader text, int most, ObjectReading reading) {
    this.lines = new BufferedReader(new BoundedRows(text, most), 64 * 1024);
    this.most = most;
    this.reading = reading;
  }

  @Override
  public Optional<Row> next() throws IOException {
    String line = lines.readLine();
    while (line != null && line.isBlank()) {
      line = lines.readLine();
    }
    if (line == null) {
      return Optional.empty();
    }
    row++;
    if (line.length() > most) {
      return Optional.of(new Row.Unreadable(row, Row.Flaw.LINE_TOO_LONG, Integer.toString(most)));
    }
    try {
      return Optional.of(reading.row(row, Json.parse(line)));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Row.Unreadable(row, Row.Flaw.NOT_JSON, ""));
    }
  }
}
