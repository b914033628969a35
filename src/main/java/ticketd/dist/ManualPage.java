package ticketd.dist;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page of section 1, made of what the usage help is made of. The language of the page is
 * that of the bundle.
 */
final class ManualPage {
  private final CommandLine commandLine;
  private final CommandSpec spec;
  private final ResourceBundle texts;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandLine commandLine, ResourceBundle texts) {
    this.commandLine = commandLine;
    this.spec = commandLine.getCommandSpec();
    this.texts = texts;
  }

  /** What the page's file is called, {@code ticket-list} for instance. */
  static String name(CommandLine commandLine) {
    return commandLine.getCommandSpec().qualifiedName("-");
  }

  /** The page in the source form of man(7). */
  static String write(CommandLine commandLine, ResourceBundle texts) {
    return new ManualPage(commandLine, texts).write();
  }

  private String write() {
    macro(
        ".TH " + quoted(name(commandLine).toUpperCase(java.util.Locale.ROOT)) + " 1 \"\" ticketd");
    section("man.name");
    line(name(commandLine) + " \\- ", escape(plain(spec.usageMessage().description()[0])));
    section("man.synopsis");
    synopsis();
    String[] description = spec.usageMessage().description();
    if (description.length > 1) {
      section("man.description");
      paragraphs(Arrays.copyOfRange(description, 1, description.length));
    }
    subcommands();
    arguments();
    String[] footer = spec.usageMessage().footer();
    if (footer.length > 0) {
      section("man.examples");
      macro(".nf");
      for (String example : footer) {
        line("", escape(plain(example)));
      }
      macro(".fi");
    }
    section("man.exit-status");
    Map<String, String> own = spec.usageMessage().exitCodeList();
    Map<String, String> statuses = own.isEmpty() ? spec.root().usageMessage().exitCodeList() : own;
    statuses.forEach((status, meaning) -> item(escape(status), meaning));
    return page.toString();
  }

  private void synopsis() {
    String synopsis = new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    macro(".B " + escape(spec.qualifiedName()));
    line(
        "",
        escape(
            synopsis
                .strip()
                .replaceAll("\\s+", " ")
                .substring(spec.qualifiedName().length())
                .strip()));
  }

  private void subcommands() {
    if (commandLine.getSubcommands().isEmpty()) {
      return;
    }
    section("man.commands");
    commandLine
        .getSubcommands()
        .forEach(
            (name, subcommand) ->
                item(
                    "\\fB" + escape(name) + "\\fR",
                    plain(subcommand.getCommandSpec().usageMessage().description()[0])));
  }

  private void arguments() {
    List<PositionalParamSpec> parameters = spec.positionalParameters();
    List<OptionSpec> options = spec.options();
    if (parameters.isEmpty() && options.isEmpty()) {
      return;
    }
    section("man.arguments");
    for (PositionalParamSpec parameter : parameters) {
      item("\\fI" + escape(parameter.paramLabel()) + "\\fR", described(parameter));
    }
    options.stream()
        .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
        .forEach(
            option -> {
              String names = String.join(", ", option.names());
              String value =
                  option.arity().max() > 0 ? " \\fI" + escape(option.paramLabel()) + "\\fR" : "";
              item("\\fB" + escape(names) + "\\fR" + value, described(option));
            });
  }

  private static String described(ArgSpec argument) {
    return plain(String.join(" ", argument.description()));
  }

  private void section(String key) {
    macro(".SH " + quoted(texts.getString(key)));
  }

  private void item(String tag, String text) {
    macro(".TP");
    page.append(tag).append('\n');
    line("", escape(text));
  }

  private void paragraphs(String[] lines) {
    for (String paragraph : lines) {
      if (paragraph.isEmpty()) {
        macro(".PP");
      } else {
        line("", escape(plain(paragraph)));
      }
    }
  }

  /** The text as the usage help shows it: its format and markup resolved. */
  private static String plain(String text) {
    return Ansi.OFF.string(String.format(text));
  }

  private void macro(String request) {
    page.append(request).append('\n');
  }

  private void line(String before, String text) {
    // A line that began with a dot or an apostrophe would be a request.
    page.append(before).append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
    page.append(text).append('\n');
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("-", "\\-");
  }
}
