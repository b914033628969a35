package ticketd.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.JsonText;
import ticketd.client.link.UnreachableException;
import ticketd.client.screen.Languages;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.credential.SecretMask;
import ticketd.wire.Nearest;
import ticketd.wire.Qualifiers;

/** Tells why a command failed, in one line on standard error and in the person's language. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Pattern MORE_NUMBERS = Pattern.compile("^\\[ID\\.\\.\\.] ");

  private final Surroundings surroundings;

  private final boolean json;

  /** Tells them for people. */
  public Failures(Surroundings surroundings) {
    this(surroundings, false);
  }

  Failures(Surroundings surroundings, boolean json) {
    this.surroundings = surroundings;
    this.json = json;
  }

  /** Tells them as these words ask for: under {@code --json} an object a failure. */
  public static Failures of(String[] args, Surroundings surroundings) {
    return new Failures(surroundings, Given.wantsJson(args));
  }

  /** Tells it; the exit status. */
  public int tell(Failure failure) throws IOException {
    try {
      surroundings.out().flush();
    } catch (Output.ClosedException e) {
      tellUnwritten(e);
    }
    tellOnly(failure, "");
    return failure.status();
  }

  /** Tells that it failed for one of several tickets. */
  void tell(Failure failure, String ticket) throws IOException {
    surroundings.out().flush();
    tellOnly(failure, ticket);
  }

  /** Tells that a language is none of ours; the exit status. */
  public int tell(Languages.Unknown language) throws IOException {
    String allowed = String.join(", ", Words.languages());
    String message = texts().get("usage.value", language.source(), language.name(), allowed);
    return tell(new Failure(ExitStatus.USAGE, message));
  }

  /** Tells that standard output could not be written, unless its reader wants no more of it. */
  public int tellUnwritten(Output.ClosedException failure) throws IOException {
    if (!failure.readerHasGone()) {
      String reason = texts().get("output.failed", failure.reason());
      tellOnly(new Failure(ExitStatus.FAILED, reason), "");
    }
    return ExitStatus.FAILED;
  }

  /**
   * Tells it on standard error.
   *
   * @param ticket of several the one that it is about; empty: there is only one, or none
   */
  private void tellOnly(Failure failure, String ticket) throws IOException {
    if (json) {
      JsonText object =
          new JsonText()
              .put("ok", false)
              .put("code", failure.code())
              .put("message", failure.message())
              .put("status", failure.status());
      if (!ticket.isEmpty()) {
        object.put("ticket", ticket);
      }
      surroundings.err().line(Visible.json(SecretMask.of(object.end())));
    } else {
      boolean named = ticket.isEmpty() || failure.message().contains("#" + ticket);
      String about = named ? "" : "#" + ticket + ": ";
      surroundings
          .err()
          .line(Commands.PROGRAM + ": " + Visible.line(SecretMask.of(about + failure.line())));
    }
    surroundings.err().flush();
  }

  @Override
  public int handleParseException(ParameterException exception, String[] args) throws IOException {
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    return tell(
        new Failure(
            ExitStatus.USAGE, message(exception, args) + texts().get("usage.see", command)));
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parsed) throws Exception {
    if (exception instanceof Failure failure) {
      return tell(failure);
    } else if (exception instanceof UnreachableException unreachable) {
      return tell(unreachable.toFailure(texts()));
    } else if (exception instanceof Output.ClosedException closed) {
      return tellUnwritten(closed);
    } else if (exception instanceof IOException io) {
      return tell(new Failure(ExitStatus.FAILED, String.valueOf(io.getMessage())));
    }
    throw exception;
  }

  private String message(ParameterException exception, String[] args) {
    if (exception instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (exception instanceof MissingParameterException missing) {
      List<ArgSpec> arguments = missing.getMissing();
      // No option of ours must be given: one that is missed is one without its value.
      return arguments.get(0) instanceof OptionSpec option
          ? texts()
              .get(
                  "usage.no-value",
                  String.join("/", option.names()),
                  option.longestName(),
                  option.paramLabel())
          : texts().get("usage.missing", names(arguments))
              + (Stream.of(args).anyMatch(arg -> arg.startsWith("-"))
                  ? behindDashes(arguments)
                  : "");
    }
    if (exception instanceof OverwrittenOptionException twice) {
      return texts().get("usage.twice", names(List.of(twice.getOverwritten())));
    }
    ArgSpec argument = exception.getArgSpec();
    String value = exception.getValue();
    if (argument != null && value != null && isOfPath(argument)) {
      // There is nothing else that a path could not be.
      return GivenPath.unspellable(names(List.of(argument)) + "=" + value, texts());
    }
    return argument == null
        ? texts().get("usage.wrong")
        : texts()
            .get(
                "usage.value",
                names(List.of(argument)),
                value == null ? "" : value,
                allowed(argument));
  }

  private String unmatched(UnmatchedArgumentException exception) {
    List<String> words = exception.getUnmatched();
    String first = words.isEmpty() ? "" : words.get(0);
    if (!exception.isUnknownOption()) {
      return texts().get("usage.argument", first);
    }
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String name = Given.name(first);
    String meant =
        Nearest.to(name, command.optionsMap().keySet())
            .or(() -> qualifier(command, name))
            .map(option -> texts().get("usage.meant", option))
            .orElse("");
    return texts().get("usage.option", first)
        + meant
        + behindDashes(command.positionalParameters());
  }

  /** What a query says it by, where the command takes one. */
  private static Optional<String> qualifier(CommandSpec command, String option) {
    if (command.positionalParameters().stream().noneMatch(Given::isQuery)) {
      return Optional.empty();
    }
    List<String> qualifiers = Qualifiers.LIST.stream().map(name -> "--" + name + ":").toList();
    return Nearest.to(option, qualifiers).map(meant -> meant.substring(2));
  }

  /** Where one of the arguments takes any words: how to say one that begins like an option. */
  private String behindDashes(List<? extends ArgSpec> arguments) {
    boolean takesWords =
        arguments.stream().anyMatch(argument -> !argument.isOption() && argument.arity().max() > 1);
    return takesWords ? texts().get("usage.text") : "";
  }

  /** Tells that there is no such command; the exit status. */
  public int tellUnknownCommand(String name) throws IOException {
    return tell(unknownCommand(surroundings, name));
  }

  static Failure unknownCommand(Surroundings surroundings, String name) {
    Texts texts = surroundings.texts();
    String meant =
        OtherWords.ours(name)
            .or(() -> Nearest.to(name, Commands.names(surroundings)))
            .map(command -> texts.get("usage.meant", command))
            .orElse("");
    return new Failure(
        ExitStatus.USAGE, texts.get("usage.command", name) + meant + texts.get("usage.help"));
  }

  private static boolean isOfPath(ArgSpec argument) {
    return argument.auxiliaryTypes()[0] == Path.class;
  }

  /** What the type of an argument that is no text takes. */
  private String allowed(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type == boolean.class) {
      return "true, false";
    }
    boolean wide = type == long.class || type == Long.class;
    return texts().get("allowed.integer", wide ? Long.MAX_VALUE : Integer.MAX_VALUE);
  }

  private static String names(List<ArgSpec> arguments) {
    return arguments.stream()
        .map(a -> a instanceof OptionSpec option ? option.longestName() : label(a))
        .collect(Collectors.joining(", "));
  }

  /** As the usage has it, without the further numbers that may stand before it. */
  private static String label(ArgSpec argument) {
    return MORE_NUMBERS.matcher(argument.paramLabel()).replaceFirst("");
  }

  private Texts texts() {
    return surroundings.texts();
  }
}
