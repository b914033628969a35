package ticketd.protocol;

import static ticketd.wire.JsonLine.name;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Recorded;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.SavedQuery;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.AccountJson;
import ticketd.wire.ChangeJson;
import ticketd.wire.EventJson;
import ticketd.wire.JsonLine;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.ReportJson;
import ticketd.wire.SavedJson;
import ticketd.wire.StatsJson;
import ticketd.wire.Text;
import ticketd.wire.Texts;
import ticketd.wire.TicketJson;
import ticketd.wire.Verb;

/** One JSON object a line, for programs. */
final class JsonResponseWriter implements ResponseWriter {
  private static final SerializedString OK = name("ok");
  private static final SerializedString CODE = name("code");
  private static final SerializedString MESSAGE = name("message");
  private static final SerializedString PROMPT = name("prompt");
  private static final SerializedString NAME = name("name");
  private static final SerializedString COUNT = name("count");
  private static final SerializedString SEQ = name("seq");
  private static final SerializedString GENERATION = name("generation");
  private static final SerializedString LANG = name("lang");
  private static final SerializedString FORMAT = name("format");
  private static final SerializedString VERB = name("verb");
  private static final SerializedString USAGE = name("usage");
  private static final SerializedString HELP = name("help");

  private final Language language;
  private final Texts texts;
  private final KeptLines kept;

  JsonResponseWriter(Language language, TicketLines lines) {
    this.kept = lines.json();
    this.language = language;
    this.texts = Texts.of(language);
  }

  @Override
  public void write(LineBuffer out, Response response) {
    if (response instanceof Response.HelpShown help) {
      help(out, help.verb());
    } else if (response instanceof Response.OfAccounts told) {
      AccountJson.rows(out, told.answer());
    }
    JsonLine.write(
        out,
        json -> {
          json.bool(OK, !(response instanceof Response.Failed));
          members(json, response);
        });
  }

  private void members(JsonLine json, Response response) throws IOException {
    if (response instanceof Response.Changed changed) {
      ChangeJson.members(
          json, changed.verb(), changed.ticket(), changed.changed(), changed.duplicate());
    } else if (response instanceof Response.Listed listed) {
      json.number(COUNT, listed.count());
    } else if (response instanceof Response.Reported reported) {
      json.number(COUNT, reported.count());
    } else if (response instanceof Response.QueryChanged changed) {
      ChangeJson.members(
          json, changed.name(), changed.seq(), changed.changed(), changed.duplicate());
    } else if (response instanceof Response.SavedEnd end) {
      json.number(COUNT, end.count());
    } else if (response instanceof Response.HistoryEnd end) {
      json.number(COUNT, end.count());
    } else if (response instanceof Response.Failed failed) {
      json.text(CODE, failed.code().wireName());
      json.text(MESSAGE, failed.message().in(language));
    } else if (response instanceof Response.Identified identified) {
      json.text(NAME, identified.name());
    } else if (response instanceof Response.OfAccounts told) {
      AccountJson.members(json, told.answer());
    } else if (response instanceof Response.Watching watching) {
      json.number(GENERATION, watching.generation());
      json.number(SEQ, watching.seq());
    } else if (response instanceof Response.StatsShown shown) {
      StatsJson.members(json, shown.stats());
    } else if (response instanceof Response.LanguageSet set) {
      json.text(LANG, set.language().wireName());
    } else if (response instanceof Response.FormatSet set) {
      json.text(FORMAT, set.format().wireName());
    }
    // The others say all by being ok.
  }

  private void help(LineBuffer out, Optional<Verb> verb) {
    for (Verb each : verb.isPresent() ? List.of(verb.get()) : List.of(Verb.values())) {
      List<String> lines = texts.explanation(each);
      String help = verb.isPresent() ? String.join("\n", lines) : lines.get(0);
      JsonLine.write(
          out,
          json -> {
            json.text(VERB, each.name());
            json.text(USAGE, texts.usage(each));
            json.text(HELP, help);
          });
    }
  }

  @Override
  public void prompt(LineBuffer out, Text prompt) {
    LineBuffer asked = new LineBuffer();
    texts.get(prompt).write(asked);
    JsonLine.write(out, json -> json.text(PROMPT, asked.asString()));
  }

  @Override
  public void ticketLine(LineBuffer out, Ticket ticket) {
    JsonLine.write(out, json -> TicketJson.members(json, ticket));
  }

  @Override
  public void sharedTicketLine(LineBuffer out, Ticket ticket) {
    kept.write(out, ticket, this::ticketLine);
  }

  @Override
  public void details(LineBuffer out, TicketDetails details) {
    JsonLine.write(out, json -> TicketJson.members(json, details));
  }

  @Override
  public void reportLine(LineBuffer out, ReportGroup group) {
    JsonLine.write(out, json -> ReportJson.members(json, group));
  }

  @Override
  public void savedLine(LineBuffer out, SavedQuery saved) {
    JsonLine.write(out, json -> SavedJson.members(json, saved));
  }

  @Override
  public void historyLine(LineBuffer out, Recorded recorded) {
    EventJson.write(out, recorded);
  }

  @Override
  public void watchLine(LineBuffer out, Recorded recorded, boolean matches) {
    EventJson.write(out, recorded, matches);
  }
}
