package ticketd.client.command;

import picocli.CommandLine.Command;

/** {@code note ID TEXT}: a comment that requesters do not see. */
@Command(name = "note")
final class NoteCommand extends CommentCommand {
  NoteCommand(Surroundings surroundings) {
    super(surroundings, "NOTE");
  }
}
