package ticketd.bench;

import java.time.ZoneId;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Verb;

/** A reply into bytes, in either format. */
public class WriterBenchmark extends CodeBenchmark {
  @Param({"TEXT", "JSON"})
  public Format format = Format.TEXT;

  private final Ticket ticket = Story.filed(12_345, 12_345).event().after();
  private final TicketDetails details = new TicketDetails(ticket, "d".repeat(160), List.of());
  private final Response changed = new Response.Changed(Verb.SENDTICKET, ticket, true, false);
  private final LineBuffer out = new LineBuffer();
  private ResponseWriter writer = writer();

  private ResponseWriter writer() {
    return ResponseWriter.of(Language.FR, format, ZoneId.of("Europe/Paris"));
  }

  @Setup
  public void choose() {
    writer = writer();
  }

  @Benchmark
  public int status() {
    out.clear();
    writer.write(out, changed);
    return out.size();
  }

  @Benchmark
  public int row() {
    out.clear();
    writer.ticketLine(out, ticket);
    return out.size();
  }

  @Benchmark
  public int show() {
    out.clear();
    writer.details(out, details);
    return out.size();
  }
}
