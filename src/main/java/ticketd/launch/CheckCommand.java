package ticketd.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.command.BasicOptions;
import ticketd.client.command.ClientCommand;
import ticketd.client.command.Surroundings;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.screen.Visible;
import ticketd.journal.JournalException;
import ticketd.journal.Restoration;
import ticketd.journal.StoreCheck;
import ticketd.journal.text.TextCheck;
import ticketd.store.RestoredAccounts;
import ticketd.ticket.Account;
import ticketd.ticket.Token;

/**
 * {@code check FILE}: verifies a store file, live or not, without changing it; with {@code
 * --restored} one that nobody has open, which then gets a new generation. It stands here, and not
 * among the client's commands, because the client knows no journal.
 */
@Command(name = "check")
final class CheckCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "file")
  String file = "";

  @Option(names = "--restored")
  boolean restored;

  @Option(names = "--revoke-tokens")
  boolean revokeTokens;

  @Option(names = "--json")
  boolean json;

  @Mixin BasicOptions options = new BasicOptions();

  CheckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    Path path = GivenStore.file(file, texts());
    if (Files.notExists(path)) {
      throw new Failure(ExitStatus.NOT_FOUND, texts().get("check.missing", shown(path)));
    }
    try {
      if (revokeTokens && !restored) {
        throw new Failure(ExitStatus.USAGE, texts().get("check.revoke-alone"));
      }
      return restored ? restore(path) : check(path);
    } catch (JournalException e) {
      throw new Failure(ExitStatus.FAILED, Visible.line(String.valueOf(e.getMessage())));
    }
  }

  private int check(Path path) throws Failure, IOException {
    try (TextCheck index = new TextCheck(path)) {
      int status = tell(path, StoreCheck.run(path, index), OptionalLong.empty());
      for (String finding : index.findings()) {
        fail(texts().get("check.text-index", Visible.line(finding)));
      }
      if (index.uncompared().isPresent()) {
        String why = Visible.line(index.uncompared().orElseThrow());
        tell(texts().get("check.text-index-uncompared", why));
      }
      return index.findings().isEmpty() ? status : ExitStatus.FAILED;
    }
  }

  private int restore(Path path) throws Failure, IOException {
    List<Path> tightened = new ArrayList<>();
    Restoration.Result done;
    RestoredAccounts read = new RestoredAccounts();
    try {
      done = Restoration.run(path, tightened::add, read);
    } finally {
      for (Path one : tightened) {
        tell(texts().get("check.tightened", shown(one)));
      }
    }
    int status =
        tell(
            path,
            done.report(),
            done.report().ok() ? OptionalLong.of(done.before()) : OptionalLong.empty());
    if (done.report().ok() && read.accounts().isClosed()) {
      Revival revival = new Revival(read.accounts(), Instant.now());
      if (!json) {
        tellRevived(path, revival);
      }
      if (revokeTokens) {
        OptionalInt ended = revival.revokeTokens(path);
        if (ended.isEmpty()) {
          throw new Failure(ExitStatus.FAILED, texts().get("check.unrevoked", shown(path)));
        }
        tell(texts().get("check.revoked", shown(path), ended.getAsInt()));
      }
    }
    return status;
  }

  /** What was revoked since the copy was made is not known to it. */
  private void tellRevived(Path path, Revival revival) throws IOException {
    out().line(texts().get("check.revived", shown(path)));
    for (Account account : revival.accounts()) {
      out()
          .line(
              texts()
                  .get(
                      account.password().isPresent()
                          ? "check.revived-account-password"
                          : "check.revived-account",
                      Visible.line(account.name().name()),
                      account.role().wireName()));
      for (Token token : revival.tokens(account)) {
        out()
            .line(
                texts()
                    .get(
                        "check.revived-token",
                        token.id(),
                        Visible.line(token.grant().label()),
                        token.grant().role().lower(account.role()).wireName()));
      }
    }
  }

  /**
   * Tells what was found; the exit status.
   *
   * @param before the generation in whose place the store has a new one, if so
   */
  private int tell(Path path, StoreCheck.Report report, OptionalLong before)
      throws Failure, IOException {
    Optional<JournalException.Kind> refusal = report.refusal();
    boolean ofOurs = refusal.isEmpty() || refusal.get() == JournalException.Kind.DAMAGED;
    if (json) {
      out().line(object(report, before));
    } else if (ofOurs) {
      out().line(sentence(path, report));
      if (before.isPresent()) {
        out()
            .line(
                texts()
                    .get("check.restored", shown(path), report.generation(), before.getAsLong()));
      }
    }
    if (refusal.isPresent() && refusal.get() == JournalException.Kind.NOT_A_STORE) {
      fail(texts().get("check.no-store", shown(path)));
    } else if (!report.finding().isEmpty()) {
      fail(Visible.line(report.finding()));
    }
    return report.ok() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  /** Tells it on standard error; for programs it is the one object there. */
  private void fail(String finding) throws Failure, IOException {
    if (json) {
      throw new Failure(ExitStatus.FAILED, finding);
    }
    tell(finding);
  }

  private static String shown(Path path) {
    return Visible.line(path.toString());
  }

  private String sentence(Path path, StoreCheck.Report report) {
    return texts()
        .get(
            report.ok() ? "check.whole" : "check.damaged",
            shown(path),
            report.tickets(),
            report.events(),
            report.generation(),
            report.bytes());
  }

  private static String object(StoreCheck.Report report, OptionalLong before) {
    JsonText line =
        new JsonText()
            .put("ok", report.ok())
            .put("tickets", report.tickets())
            .put("events", report.events())
            .put("generation", report.generation())
            .put("bytes", report.bytes())
            .put("finding", report.finding());
    before.ifPresent(generation -> line.put("previousGeneration", generation));
    return Visible.json(line.end());
  }
}
