package ticketd.client.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import ticketd.client.link.Failure;
import ticketd.client.screen.Texts;

/** The client's subcommands. */
public final class Commands {
  /** What people type; the launcher's name. */
  public static final String PROGRAM = "ticket";

  /** In the order in which help lists them. */
  private static final Map<String, Function<Surroundings, Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("client", InteractiveCommand::new);
    ALL.put("create", CreateCommand::new);
    ALL.put("list", ListCommand::new);
    ALL.put("view", ViewCommand::new);
    ALL.put("comment", CommentCommand::new);
    ALL.put("take", TakeCommand::new);
    ALL.put("assign", AssignCommand::new);
    ALL.put("status", StatusCommand::new);
    ALL.put("close", CloseCommand::new);
    ALL.put("reopen", ReopenCommand::new);
    ALL.put("edit", EditCommand::new);
    ALL.put("tag", TagCommand::new);
    ALL.put("note", NoteCommand::new);
    ALL.put("due", DueCommand::new);
    ALL.put("link", LinkCommand::new);
    ALL.put("unlink", UnlinkCommand::new);
    ALL.put("rate", RateCommand::new);
    ALL.put("save", SaveCommand::new);
    ALL.put("saved", SavedCommand::new);
    ALL.put("unsave", UnsaveCommand::new);
    ALL.put("history", HistoryCommand::new);
    ALL.put("watch", WatchCommand::new);
    ALL.put("wait", WaitCommand::new);
    ALL.put("stats", StatsCommand::new);
    ALL.put("report", ReportCommand::new);
    ALL.put("export", ExportCommand::new);
    ALL.put("import", ImportCommand::new);
    ALL.put("login", LoginCommand::new);
    ALL.put("logout", LogoutCommand::new);
    ALL.put("auth", AuthCommand::new);
    ALL.put("token", TokenCommand::new);
    ALL.put("bench", BenchCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Commands() {}

  /**
   * A command line that knows the subcommand {@code name} alone, so that picocli looks at no other;
   * empty when there is none.
   */
  static Optional<CommandLine> one(String name, Surroundings surroundings) {
    return Optional.ofNullable(makers(surroundings).get(name))
        .map(
            maker -> {
              CommandSpec program = program();
              program.addSubcommand(name, subcommand(name, maker.apply(surroundings)));
              return line(program, surroundings);
            });
  }

  /** Runs the subcommand that {@code args} begins with; empty when there is none. */
  public static OptionalInt run(String[] args, Surroundings surroundings) throws IOException {
    Optional<CommandLine> line = one(args[0], surroundings);
    if (line.isEmpty()) {
      return OptionalInt.empty();
    }
    Failures failures = Failures.of(args, surroundings);
    line.get().setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    String[] read = args;
    try {
      for (CommandLine subcommand : line.get().getSubcommands().values()) {
        read = Given.read(subcommand, args, surroundings);
      }
    } catch (MissingParameterException e) {
      return OptionalInt.of(failures.handleParseException(e, args));
    } catch (Failure e) {
      return OptionalInt.of(failures.tell(e));
    }
    return OptionalInt.of(line.get().execute(read));
  }

  static Set<String> names(Surroundings surroundings) {
    return makers(surroundings).keySet();
  }

  /** A command line that knows them all, for help and what is made of it. */
  public static CommandLine all(Surroundings surroundings) {
    CommandSpec program = program();
    makers(surroundings)
        .forEach(
            (name, maker) ->
                program.addSubcommand(name, subcommand(name, maker.apply(surroundings))));
    return line(program, surroundings);
  }

  /** Makes the JVM load what is only used on a terminal, for the class-data archive. */
  public static void loadTerminalClasses(Texts texts) {
    TicketTable table = new TicketTable(texts, true);
    table.lines();
  }

  private static Map<String, Function<Surroundings, Object>> makers(Surroundings surroundings) {
    Map<String, Function<Surroundings, Object>> makers = new LinkedHashMap<>(ALL);
    makers.putAll(surroundings.more());
    return makers;
  }

  private static CommandSpec program() {
    return CommandSpec.create().name(PROGRAM);
  }

  private static CommandLine subcommand(String name, Object command) {
    CommandLine line = new CommandLine(command);
    if (name.equals("tag")) {
      // "-b" takes a tag away.
      line.setUnmatchedOptionsArePositionalParams(true);
    }
    return line;
  }

  private static CommandLine line(CommandSpec program, Surroundings surroundings) {
    return new CommandLine(program)
        .setResourceBundle(surroundings.texts().bundle())
        .setExpandAtFiles(false)
        // What begins like an option may be a value: see OptionValues.
        .setAllowOptionsAsOptionParameters(true)
        .setUsageHelpAutoWidth(false)
        .setExecutionStrategy(new Execution(surroundings));
  }
}
