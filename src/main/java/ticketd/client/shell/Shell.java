package ticketd.client.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Keys;
import ticketd.client.link.Offer;
import ticketd.client.link.Pauses;
import ticketd.client.link.Question;
import ticketd.client.link.RequestLine;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.credential.Token;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;
import ticketd.wire.Verb;

/**
 * The interactive client in front of a person: asks for requests, sends them one at a time, shows
 * the replies, and shows what a watch reports in between. A change carries a key of its own, so
 * that it can be repeated when the connection broke before its answer came.
 */
final class Shell implements ServerLink.Listener {
  private static final String PROMPT = "> ";
  private static final long PATIENCE_AFTER_INTERRUPT_MILLIS = 2_000;

  /** Where it ends what is typed, the rest is written in an editor. */
  private static final String EDIT = "\\e";

  private final Console console;
  private final Painter painter;
  private final SessionState state;
  private final Map<String, String> environment;
  private volatile Texts texts;
  private Optional<ServerLink> linked = Optional.empty();

  /** What was written in an editor for the line that is being handled. */
  private final List<Draft> drafts = new ArrayList<>();

  /** Whether the server did what that line asks for. */
  private boolean isDone;

  /** Whether the server refused to tell what may be offered; another request may change that. */
  private boolean offersNothing;

  Shell(Console console, Painter painter, Texts texts, Map<String, String> environment) {
    this.environment = environment;
    this.console = console;
    this.painter = painter;
    this.texts = texts;
    this.state = new SessionState(texts.language());
  }

  /**
   * Serves the person to the end.
   *
   * @param who is identified before the first prompt; empty: nobody
   * @return the exit status
   */
  int run(ServerAddress address, Optional<Identity> who) throws IOException {
    Thread person = Thread.currentThread();
    console.onInterrupt(person::interrupt);
    try (ServerLink link = ServerLink.open(address, state, this)) {
      linked = Optional.of(link);
      begin(link, address.token(), who);
      while (true) {
        if (Thread.interrupted()) {
          leavePaste();
        }
        Console.Input input = read(PROMPT, Console.Purpose.REQUEST);
        // A Ctrl-C that came too late for the request before is not meant for the next.
        Thread.interrupted();
        if (input instanceof Console.End) {
          quit(link, "QUIT");
          return ExitStatus.DONE;
        }
        if (input instanceof Console.Typed typed && !settled(link, typed.line())) {
          return ExitStatus.DONE;
        }
      }
    }
  }

  /** Whoever signs in by a token is nobody else: no name is given beside it. */
  private void begin(ServerLink link, Optional<Token> token, Optional<Identity> who)
      throws IOException {
    Optional<String> line =
        token.isPresent()
            ? token.map(it -> "AUTH " + it.text())
            : who.map(it -> "IDENT " + it.name());
    if (line.isPresent()) {
      performSafely(link, RequestLine.parse(line.get()), List.of(line.get()));
    }
  }

  /** Performs it unless somebody on the way could read what is secret in it, or in the answer. */
  private void performSafely(ServerLink link, RequestLine request, List<String> lines)
      throws IOException {
    if (request.isOfAccounts() && !link.keepsSecrets()) {
      notice("token.plain");
    } else {
      perform(link, request, lines);
    }
  }

  /** What the person typed, or wrote in an editor: asked for again where they gave that up. */
  private Console.Input read(String prompt, Console.Purpose purpose) throws IOException {
    while (true) {
      Console.Input input = console.read(prompt, purpose);
      if (!(input instanceof Console.Typed typed) || !isToBeWritten(typed.line())) {
        return input;
      }
      String begun = typed.line().substring(0, typed.line().length() - EDIT.length());
      Optional<String> written = write(begun);
      if (written.isPresent()) {
        return new Console.Typed(written.get());
      }
    }
  }

  private static boolean isToBeWritten(String line) {
    return line.equals(EDIT) || line.endsWith(" " + EDIT);
  }

  /** What was written behind what was typed; empty where that was given up, which is told. */
  private Optional<String> write(String begun) throws IOException {
    List<String> written = new ArrayList<>();
    try {
      console.lend(
          () -> {
            Draft draft = Draft.write(texts, environment, "", "editor.text");
            written.add(draft.text());
            drafts.add(draft);
          });
    } catch (Failure e) {
      show(painter.notice(e.line()));
      return Optional.empty();
    }
    return Optional.of(begun + written.get(0));
  }

  /**
   * Does what a line asks for. What was written for it is kept, and named, unless it is stored or
   * holds a secret, which is kept nowhere.
   *
   * @return whether the session goes on
   */
  private boolean settled(ServerLink link, String line) throws IOException {
    isDone = false;
    boolean goesOn = handle(link, line);
    for (Draft draft : drafts) {
      if (isDone || RequestLine.parse(line).isSecret()) {
        draft.done();
      } else {
        notice("editor.draft", draft.file());
      }
    }
    drafts.clear();
    return goesOn;
  }

  /** Does what a line asks for; whether the session goes on. */
  private boolean handle(ServerLink link, String line) throws IOException {
    RequestLine typed = RequestLine.parse(line);
    if (line.indexOf('\n') >= 0) {
      Optional<RequestLine> whole = SeveralLines.inOneLine(typed);
      if (whole.isEmpty()) {
        notice("lines.refused");
        return true;
      }
      typed = whole.get();
    }
    if (typed.isBlank()) {
      return true;
    }
    if (typed.is(Verb.QUIT)) {
      quit(link, typed.text());
      return false;
    }
    RequestLine request =
        typed.takesKey() && typed.key().isEmpty() ? typed.withKey(Keys.random()) : typed;
    if (!request.isDialogue()) {
      performSafely(link, request, List.of(request.text()));
      return true;
    } else if (request.isOfAccounts()) {
      return askSecrets(link, request);
    }
    // The answers are asked for here and sent together: until then nothing is under way, pings and
    // events go on, and to give up takes nothing back.
    Console.Input title = read(texts.get("dialogue.title") + " ", Console.Purpose.ANSWER);
    Console.Input description =
        title instanceof Console.Typed
            ? read(texts.get("dialogue.description") + " ", Console.Purpose.ANSWER)
            : title;
    if (title instanceof Console.Typed first && description instanceof Console.Typed second) {
      file(link, request, first.line().replace('\n', ' '), second.line());
      return true;
    }
    return givenUp(link, description);
  }

  /** The person answered so in place of a line; whether the session goes on. */
  private boolean givenUp(ServerLink link, Console.Input answer) throws IOException {
    notice("dialogue.aborted");
    if (answer instanceof Console.End) {
      quit(link, "QUIT");
      return false;
    }
    return true;
  }

  /** Asks for what a dialogue about accounts asks for; whether the session goes on. */
  private boolean askSecrets(ServerLink link, RequestLine dialogue) throws IOException {
    if (!link.keepsSecrets()) {
      notice("token.plain");
      return true;
    }
    List<String> lines = new ArrayList<>(List.of(dialogue.text()));
    List<Question> questions = new ArrayList<>(dialogue.questions());
    if (questions.contains(Question.NEW_PASSWORD)) {
      questions.add(Question.REPEATED_PASSWORD);
    }
    for (Question question : questions) {
      Console.Input answer =
          console.read(
              question.prompt(texts),
              question.isSecret() ? Console.Purpose.SECRET : Console.Purpose.ANSWER);
      if (!(answer instanceof Console.Typed typed)) {
        return givenUp(link, answer);
      }
      if (question != Question.REPEATED_PASSWORD) {
        lines.add(typed.line().replace('\n', ' '));
      } else if (!typed.line().equals(lines.get(lines.size() - 1))) {
        notice("user.password-differs");
        return true;
      }
    }
    // On one line it can be said again on the next connection.
    String line = dialogue.is(Verb.AUTH) ? SessionState.signIn(lines.get(1), lines.get(2)) : "";
    performSafely(
        link,
        line.isEmpty() ? dialogue : RequestLine.parse(line),
        line.isEmpty() ? lines : List.of(line));
    return true;
  }

  private void file(ServerLink link, RequestLine dialogue, String title, String description)
      throws IOException {
    if (description.indexOf('\n') < 0) {
      perform(link, dialogue, List.of(dialogue.text(), title, description));
      return;
    }
    RequestLine ticket = SeveralLines.ticket(dialogue, title, description);
    perform(link, ticket, List.of(ticket.text()));
  }

  private void quit(ServerLink link, String line) {
    Exchange exchange = exchange(RequestLine.parse(line), List.of(line));
    try {
      link.sendLast(exchange);
      if (exchange.await() instanceof Exchange.Answered answered) {
        show(
            answered.status().ok()
                ? painter.status(Painter.bye(answered.status()))
                : painter.status(answered.status().line()));
      } else {
        show(texts.get("bye"));
      }
    } catch (InterruptedException e) {
      // Ctrl-C while leaving: leave at once.
      Thread.currentThread().interrupt();
    }
  }

  /** What the server knows, on the thread that serves the person; nothing where that takes long. */
  List<String> offered(Offer offer) {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Exchange exchange =
        new Exchange(RequestLine.parse(offer.request()), List.of(offer.request()), lines::add);
    if (offersNothing || linked.isEmpty() || !linked.get().sendNow(exchange)) {
      return List.of();
    }
    try {
      if (!exchange.endsWithin(Offer.PATIENCE.toMillis())) {
        exchange.mute();
        return List.of();
      }
      if (exchange.await() instanceof Exchange.Answered answered && answered.status().ok()) {
        return offer.in(List.copyOf(lines));
      }
      offersNothing = true;
    } catch (InterruptedException e) {
      exchange.mute();
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private Exchange exchange(RequestLine request, List<String> lines) {
    return new Exchange(request, lines, line -> show(painter.data(request, line, console.width())));
  }

  private void perform(ServerLink link, RequestLine request, List<String> lines)
      throws IOException {
    offersNothing = false;
    Pauses pauses = Pauses.ofAChange();
    Exchange exchange = exchange(request, lines);
    if (link.isLost()) {
      notice("link.waiting");
    }
    try {
      while (true) {
        link.send(exchange);
        Exchange.Outcome outcome = exchange.await();
        boolean again =
            outcome instanceof Exchange.Answered answered
                ? mayPass(request, answered) && pauses.pause()
                : mayRepeat(request, ((Exchange.Lost) outcome).dataLines());
        if (!again) {
          showEnd(request, outcome);
          return;
        }
        exchange = exchange(request, lines);
      }
    } catch (InterruptedException e) {
      giveUp(link, exchange);
    }
  }

  /** Whether an answer was about the server rather than the request, and another may come. */
  private static boolean mayPass(RequestLine request, Exchange.Answered answered) {
    Optional<ErrorCode> code = answered.status().code();
    return code.isPresent()
        && switch (code.get()) {
          case UNAVAILABLE, IN_DOUBT -> request.takesKey();
          case SHUTTING_DOWN, IDLE, TOO_MANY_CONNECTIONS -> true;
          default -> false;
        };
  }

  /**
   * Whether to ask again what was lost: not what was shown in part, unless its key makes it one,
   * nor what takes no key and may be done already.
   */
  private static boolean mayRepeat(RequestLine request, int dataLines) {
    return request.takesKey() || (dataLines == 0 && !request.changesAccounts());
  }

  private void showEnd(RequestLine request, Exchange.Outcome outcome) {
    if (outcome instanceof Exchange.Answered answered) {
      isDone = answered.status().ok();
      boolean shown = answered.dataLines() == 0 || !answered.status().ok() || request.isDialogue();
      if (shown) {
        show(painter.status(answered.status().line()));
      }
      if (request.is(Verb.LANG) && answered.status().ok()) {
        texts = Texts.in(state.language());
      }
    } else if (request.changesAccounts()) {
      notice("outcome.unrepeated", texts.get("lost"));
    } else {
      notice("reply.cut");
    }
  }

  private void giveUp(ServerLink link, Exchange exchange) throws IOException {
    leavePaste();
    exchange.mute();
    try {
      if (!link.isUp()) {
        tellOpenOutcome(exchange);
      } else if (!exchange.endsWithin(PATIENCE_AFTER_INTERRUPT_MILLIS)) {
        link.reset();
        tellOpenOutcome(exchange);
      }
    } catch (InterruptedException e) {
      link.reset();
      tellOpenOutcome(exchange);
    }
  }

  /** Ctrl-C is meant for all that was pasted together. */
  private void leavePaste() {
    int dropped = console.dropPasted();
    if (dropped > 0) {
      notice("paste.dropped", dropped);
    }
  }

  private void tellOpenOutcome(Exchange exchange) {
    exchange
        .request()
        .key()
        .ifPresent(
            key -> notice("outcome.open", Visible.line(String.join(" ⏎ ", exchange.lines()))));
  }

  private void notice(String key, Object... arguments) {
    show(painter.notice(texts.get(key, arguments)));
  }

  private void show(String line) {
    console.show(line);
  }

  @Override
  public void onEvent(String line) {
    show(painter.event(line, Terms.in(texts.language())));
  }

  @Override
  public void onUnasked(String line) {
    show(painter.status(line));
  }

  @Override
  public void onLost() {
    notice("link.lost");
  }

  @Override
  public void onBack() {
    notice("link.back");
  }

  @Override
  public void onNotRestored(RequestLine request, String statusLine) {
    String shown = request.isSecret() ? request.verb().orElseThrow().name() : request.text();
    notice("link.not-restored", Visible.line(shown), painter.status(statusLine));
  }
}
