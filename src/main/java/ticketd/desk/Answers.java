package ticketd.desk;

import java.util.List;

/** What became of a run of changes: one each, in their order. */
public record Answers(List<Answer> answers) {}
