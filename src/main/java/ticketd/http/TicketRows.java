package ticketd.http;

import java.time.Clock;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import ticketd.desk.View;
import ticketd.ticket.Ticket;
import ticketd.wire.JsonLine;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.TextTickets;
import ticketd.wire.TicketCsv;
import ticketd.wire.TicketJson;

/** The forms in which any number of tickets is listed. */
enum TicketRows {
  NDJSON(
      "application/x-ndjson", ContentTypes.create(MediaTypes.applicationBinary("x-ndjson", true))) {
    @Override
    RowScan.Rows<Ticket> in(View view, Language language, Clock clock) {
      return (out, ticket) ->
          JsonLine.write(
              out, json -> TicketJson.membersAndLinks(json, ticket, view.links(ticket.id())));
    }
  },
  CSV("text/csv", ContentTypes.create(MediaTypes.TEXT_CSV, HttpCharsets.UTF_8)) {
    @Override
    RowScan.Rows<Ticket> in(View view, Language language, Clock clock) {
      return new RowScan.Rows<>() {
        @Override
        public void begin(LineBuffer out) {
          TicketCsv.header(out);
        }

        @Override
        public void row(LineBuffer out, Ticket ticket) {
          TicketCsv.row(out, ticket);
        }
      };
    }
  },
  TEXT("text/plain", ContentTypes.TEXT_PLAIN_UTF8) {
    @Override
    RowScan.Rows<Ticket> in(View view, Language language, Clock clock) {
      TextTickets text = new TextTickets(language, clock.getZone());
      return text::ticketLine;
    }
  };

  /** JSON goes before them where nothing else is asked for. */
  static final String JSON = "application/json";

  static final List<String> MEDIA = List.of(JSON, NDJSON.media, CSV.media, TEXT.media);

  private final String media;

  // Immutable, which its type does not say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ContentType type;

  TicketRows(String media, ContentType type) {
    this.media = media;
    this.type = type;
  }

  String media() {
    return media;
  }

  ContentType type() {
    return type;
  }

  /**
   * Writes LIST's rows, in the language and zone where they say something in them.
   *
   * @param view whose links are shown
   */
  abstract RowScan.Rows<Ticket> in(View view, Language language, Clock clock);
}
