package ticketd.protocol;

import java.time.ZoneId;
import ticketd.ticket.Recorded;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.SavedQuery;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.LocalTimes;
import ticketd.wire.ReportText;
import ticketd.wire.Text;
import ticketd.wire.TextChanges;
import ticketd.wire.TextTickets;
import ticketd.wire.Texts;

/**
 * Lines for people. What programs may look for (field and event names, states) is in no language.
 */
final class TextResponseWriter implements ResponseWriter {
  private final Texts texts;
  private final KeptLines kept;
  private final TextStatusLines statusLines;
  private final TextTickets tickets;
  private final LocalTimes times;

  TextResponseWriter(Language language, TicketLines lines) {
    ZoneId zone = lines.zone();
    this.kept = lines.texts(language);
    this.texts = Texts.of(language);
    this.times = new LocalTimes(zone);
    this.statusLines = new TextStatusLines(texts, times);
    this.tickets = new TextTickets(language, zone);
  }

  @Override
  public void write(LineBuffer out, Response response) {
    statusLines.write(out, response);
  }

  @Override
  public void prompt(LineBuffer out, Text prompt) {
    texts.get(prompt).write(out);
    out.append('\n');
  }

  @Override
  public void ticketLine(LineBuffer out, Ticket ticket) {
    tickets.ticketLine(out, ticket);
  }

  @Override
  public void sharedTicketLine(LineBuffer out, Ticket ticket) {
    kept.write(out, ticket, this::ticketLine);
  }

  @Override
  public void details(LineBuffer out, TicketDetails details) {
    tickets.details(out, details);
  }

  @Override
  public void reportLine(LineBuffer out, ReportGroup group) {
    ReportText.line(out, group);
  }

  @Override
  public void savedLine(LineBuffer out, SavedQuery saved) {
    out.append(' ').append(saved.name()).append(": ").append(saved.query()).append('\n');
  }

  @Override
  public void historyLine(LineBuffer out, Recorded recorded) {
    out.append(' ').append(recorded.stamp().seq()).append(' ');
    times.withOffset(out, recorded.stamp().at());
    TextChanges.write(out, recorded, times);
  }

  @Override
  public void watchLine(LineBuffer out, Recorded recorded, boolean matches) {
    out.append("! ").append(recorded.stamp().seq());
    out.append(" #").append(recorded.event().after().id());
    TextChanges.write(out, recorded, times);
  }
}
