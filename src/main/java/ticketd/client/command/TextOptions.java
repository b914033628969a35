package ticketd.client.command;

import picocli.CommandLine.Option;

/** The option of every command that takes a text of several lines. */
final class TextOptions {
  @Option(names = "--clean", descriptionKey = "clean")
  boolean clean;
}
