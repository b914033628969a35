package ticketd.client.command;

import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Output;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.QueryOutline;

/** A command that asks a server for something and ends. */
abstract class OneShot extends ClientCommand {
  /** A number of so many digits is one in 64 bits; no store has as many tickets as one of more. */
  private static final int SURE_DIGITS = 18;

  private static final String ME = "me";

  @Mixin CommonOptions common = new CommonOptions();

  OneShot(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final LinkOptions linkOptions() {
    return common.link;
  }

  /** The server; the caller's name is given only where {@code query} may ask for it. */
  final Desk deskFor(String query) throws Failure {
    return new Desk(address(common.server), texts(), whoFor(query), this::tell);
  }

  /** The server at that address, to which no name is given. */
  final Desk deskAt(ServerAddress place) {
    return new Desk(place, texts(), Optional.empty(), this::tell);
  }

  /**
   * The caller, where {@code query} speaks of {@code me}, or uses a saved one, which may: what
   * stands in that the server alone knows, so a caller without a name is none there.
   */
  final Optional<Identity> whoFor(String query) throws Failure {
    QueryOutline outline = QueryOutline.of(query);
    if (outline.isAboutMe()) {
      return Optional.of(me());
    }
    return outline.has("saved") ? named().or(this::login) : Optional.empty();
  }

  @Override
  final void check() throws Failure {
    named();
    if (!common.color.isEmpty() && !Colour.MODES.contains(common.color)) {
      throw usage("usage.value", "--color", common.color, String.join(", ", Colour.MODES));
    }
  }

  /** Whether what is printed is coloured. */
  final boolean coloured() {
    return Colour.isWanted(common.color, environment(), Tty.isOutput());
  }

  /** The caller's name, where one is given. */
  private Optional<Identity> named() throws Failure {
    if (common.as.isPresent()) {
      return Optional.of(identity("--as", common.as.get()));
    }
    String name = environment().getOrDefault(USER, "");
    return name.isEmpty() ? Optional.empty() : Optional.of(identity(USER, name));
  }

  /** Who the caller is: {@code --as}, {@code TICKETD_USER}, else the login name. */
  final Identity me() throws Failure {
    Optional<Identity> named = named();
    if (named.isPresent()) {
      return named.get();
    }
    Optional<Identity> login = login();
    if (login.isEmpty()) {
      String unusable = System.getProperty("user.name", "");
      throw new Failure(ExitStatus.FORBIDDEN, texts().get("no.name", Visible.line(unusable)));
    }
    return login.get();
  }

  /** The login name; empty where it is no identity. */
  private Optional<Identity> login() {
    return Identity.of(acceptable(System.getProperty("user.name", "")));
  }

  /** The identity a name stands for: {@code me} is the caller. */
  final String person(String name) throws Failure {
    if (!plainMe(name).equalsIgnoreCase(ME)) {
      return name;
    }
    // Who signs in by a token is known to the server alone.
    return address(common.server).token().isEmpty() ? me().name() : ME;
  }

  /** The name; {@code @me}, as gh has it, is {@code me}. */
  static String plainMe(String name) {
    return name.equalsIgnoreCase("@" + ME) ? ME : name;
  }

  /** A login name with {@code _} in place of what no identity holds. */
  private static String acceptable(String login) {
    String name = Normalizer.normalize(login, Normalizer.Form.NFC);
    return name.replaceAll("[^\\p{L}\\p{M}\\p{Nd} ._@'-]", "_")
        .replaceFirst("^[^\\p{L}\\p{Nd}]+", "");
  }

  /** A ticket's number, {@code 12} or {@code #12}, as digits. */
  final String id(String text) throws Failure {
    String digits = text.startsWith("#") ? text.substring(1) : text;
    if (!TicketNumbers.isNumber(text)) {
      throw usage("bad.id", Visible.line(text));
    }
    if (digits.length() > SURE_DIGITS) {
      // A server reads it as the largest number it knows, and could not name it as it was typed.
      throw new Failure(
          ExitStatus.NOT_FOUND, ErrorCode.NOT_FOUND.wireName(), texts().get("no.ticket", digits));
    }
    return digits;
  }

  /** A text given as an argument, or all of standard input for {@code -}. */
  final String text(TextOptions options, String argument) throws Failure, IOException {
    return new TextInput(texts(), options.clean).read(argument, surroundings().in());
  }

  /** How times are shown to a person. */
  final Times times() {
    return new Times(texts().language());
  }

  /** When something ends, ISO 8601, for a person; empty: never. */
  final String until(Optional<String> time) {
    return time.isPresent()
        ? texts().get("token.until", times().show(time.get()))
        : texts().get("token.unlimited");
  }

  /** Refuses the value of an option that counts something. */
  final void checkAtLeastOne(String option, long value) throws Failure {
    if (value < 1) {
      throw usage("usage.value", option, value, texts().get("allowed.at-least-one"));
    }
  }

  /** Prints a ticket in columns for programs, or as a table for a person. */
  final void printTicket(Json ticket) throws IOException {
    TicketRow row = TicketRow.of(ticket);
    if (!Tty.isOutput()) {
      out().line(row.columns(coloured()));
      return;
    }
    TicketTable table = new TicketTable(texts(), coloured());
    table.add(row);
    for (String line : table.lines()) {
      out().line(line);
    }
  }

  /** Prints the number of the ticket that a change was about, or in JSON all of the answer. */
  final void printNumber(Incoming.Status status) throws IOException {
    if (common.json) {
      printJson(status.line());
    } else {
      out().line("#" + status.json().number("id"));
    }
  }

  /**
   * Has what a change prints written now. Where it cannot be, the person is told that the change is
   * stored all the same, lest it be made again.
   */
  final void flushDone(Incoming.Status status) throws IOException {
    try {
      out().flush();
    } catch (Output.ClosedException e) {
      if (!e.readerHasGone()) {
        tell(texts().get("change.unwritten", status.json().number("id")));
      }
      throw e;
    }
  }

  /** Prints a line of JSON as it came, or of it the members that were asked for. */
  final void printJson(String line) throws IOException {
    String chosen =
        common.members.isEmpty() ? line : Json.parse(line).only(common.members).toString();
    out().line(Visible.json(chosen));
  }

  /** The members that {@code --json} may choose of what this command prints. */
  List<String> members() {
    return List.of();
  }

  /** What is done with one ticket. */
  interface OnTicket {
    void run(String id) throws Failure, IOException;
  }

  /**
   * Does it with each of the tickets. Of several each failure is told by itself, and the others are
   * done all the same, unless nobody can be reached, or nobody is let in.
   *
   * @param words as they were typed
   * @return the status of the first that failed
   * @throws Failure when one is no number, before anything is done; or the failure of the only one
   */
  final int forEach(List<String> words, OnTicket action) throws Failure, IOException {
    for (String word : words) {
      if (!TicketNumbers.isNumber(word)) {
        throw usage("bad.id", Visible.line(word));
      }
    }
    if (words.size() == 1) {
      action.run(id(words.get(0)));
      return ExitStatus.DONE;
    }
    Failures failures = new Failures(surroundings(), common.json);
    int status = ExitStatus.DONE;
    for (int i = 0; i < words.size(); i++) {
      try {
        action.run(id(words.get(i)));
      } catch (Failure e) {
        failures.tell(e, words.get(i).replace("#", ""));
        status = status == ExitStatus.DONE ? e.status() : status;
        if (e.isOfEverything() && i + 1 < words.size()) {
          List<String> left = words.subList(i + 1, words.size());
          tell(texts().get("several.left", String.join(" ", left)));
          break;
        }
      }
    }
    return status;
  }

  /** The argument, which stands in a request's line as it is. */
  final String oneLine(String argument) throws Failure {
    if (argument.indexOf('\n') >= 0 || argument.indexOf('\r') >= 0) {
      throw usage("bad.line", Visible.line(argument));
    }
    return argument;
  }
}
