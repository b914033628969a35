package ticketd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import ticketd.client.screen.Languages;
import ticketd.journal.JournalException;
import ticketd.journal.StoreCheck;
import ticketd.server.SettingsException;
import ticketd.server.Texts;

/**
 * {@code check FILE}: verifies a store file, live or not, without changing it. It stands beside
 * {@link Main} because it is used like the client, which knows no journal.
 */
final class CheckCommand {
  private static final int DAMAGED = 1;
  private static final int NOT_FOUND = 3;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Texts texts;
  private final Arguments arguments;

  private CheckCommand(Texts texts) {
    this.texts = texts;
    CommandSpec spec = CommandSpec.create().name("ticketd check");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .paramLabel("FILE")
            .type(String.class)
            .arity("1")
            .description(texts.of("usage-check-file"))
            .build());
    spec.addOption(flag("--json", texts.of("usage-json")).build());
    spec.addOption(
        OptionSpec.builder(Arguments.LANG)
            .type(String.class)
            .arity("1")
            .paramLabel("fr|en")
            .description(texts.of("usage-lang"))
            .build());
    spec.addOption(flag(Arguments.HELP, texts.of("usage-help")).usageHelp(true).build());
    spec.usageMessage()
        .synopsisHeading(texts.of("usage-heading"))
        .customSynopsis("java -jar ticketd.jar check [--json] [--lang fr|en] FILE")
        .description(texts.of("usage-check"))
        .optionListHeading(texts.of("usage-option-heading"));
    this.arguments = new Arguments(spec, texts);
  }

  private static OptionSpec.Builder flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description);
  }

  /**
   * Prints what was found.
   *
   * @return 0 when the store is whole, 1 when something is wrong with it, 2 when the arguments are,
   *     3 when there is no such file
   */
  static int run(String[] args) {
    String lang = Arguments.languageIn(args).getOrDefault(Arguments.LANG, "");
    Texts texts = Texts.in(Languages.shown(lang, System.getenv()).locale());
    try {
      CheckCommand command = new CheckCommand(texts);
      ParseResult parsed = command.arguments.parse(args);
      if (parsed.isUsageHelpRequested()) {
        Arguments.output().println(command.arguments.usage());
        return Arguments.DONE;
      }
      String file = parsed.matchedPositionalValue(0, "");
      return command.check(Path.of(file), parsed.hasMatchedOption("--json"));
    } catch (SettingsException | InvalidPathException e) {
      Arguments.error().println(texts.of("error-line", e.getMessage()));
      return Arguments.USAGE;
    }
  }

  private int check(Path file, boolean json) {
    if (Files.notExists(file)) {
      Arguments.error().println(texts.of("error-line", texts.of("check-missing", file)));
      return NOT_FOUND;
    }
    try {
      StoreCheck.Report report = StoreCheck.run(file);
      Arguments.output().println(json ? object(report) : sentence(file, report));
      if (!report.finding().isEmpty()) {
        Arguments.error().println(texts.of("error-line", report.finding()));
      }
      return report.ok() ? Arguments.DONE : DAMAGED;
    } catch (JournalException e) {
      Arguments.error().println(texts.of("error-line", e.getMessage()));
      return DAMAGED;
    }
  }

  private String sentence(Path file, StoreCheck.Report report) {
    return texts.of(
        report.ok() ? "check-whole" : "check-damaged",
        file,
        report.tickets(),
        report.events(),
        report.generation(),
        report.bytes());
  }

  private static String object(StoreCheck.Report report) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeBooleanField("ok", report.ok());
      json.writeNumberField("tickets", report.tickets());
      json.writeNumberField("events", report.events());
      json.writeNumberField("generation", report.generation());
      json.writeNumberField("bytes", report.bytes());
      json.writeStringField("finding", report.finding());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter cannot fail", e);
    }
    return line.toString();
  }
}
