package ticketd.ticket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a request asks for, in 128 bits: SHA-256 (FIPS 180-4), truncated, of the verb and its parsed
 * values. Two spellings of one request (spaces, JSON escapes, member order, defaults left out, a
 * dialogue in place of JSON) have the same fingerprint. It is stored with a key for ever, so the
 * encoding below must never change.
 */
public record Fingerprint(long high, long low) {
  public static final int BYTES = 16;

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException("every Java platform has SHA-256", e);
            }
          });

  public static Fingerprint of(KeyedCommand command) {
    Canon canon = new Canon();
    if (command instanceof TicketCommand ofTicket) {
      encode(canon, ofTicket);
    } else if (command instanceof QueryCommand ofQuery) {
      encode(canon, ofQuery);
    }
    ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(canon.bytes.toByteArray()));
    return new Fingerprint(hash.getLong(), hash.getLong());
  }

  private static void encode(Canon canon, TicketCommand command) {
    if (command instanceof TicketCommand.File file) {
      canon.text("SENDTICKET").text(file.title()).text(file.description());
      canon.text(file.priority().wireName()).identity(file.assignee()).set(file.tags());
      // What 1.0 did not know is added only where it is said: what it stored stays what it was.
      file.due().ifPresent(due -> canon.text("due").text(spelled(due)));
      origin(canon, file.origin());
      file.closing()
          .ifPresent(
              closing ->
                  canon
                      .text("closed")
                      .number(closing.at().toEpochMilli())
                      .text(closing.resolution().wireName()));
    } else if (command instanceof TicketCommand.Comment comment) {
      canon.text("COMMENT").number(comment.id()).text(comment.text());
      origin(canon, comment.origin());
    } else if (command instanceof TicketCommand.Note note) {
      canon.text("NOTE").number(note.id()).text(note.text());
      origin(canon, note.origin());
    } else if (command instanceof TicketCommand.Take take) {
      canon.text("TAKE").number(take.id());
    } else if (command instanceof TicketCommand.TakeNext next) {
      canon.text("TAKE NEXT");
      TreeSet<String> terms = new TreeSet<>();
      for (TicketQuery.Term term : next.query().terms()) {
        terms.add(canonical(term));
      }
      canon.texts(terms);
    } else if (command instanceof TicketCommand.Assign assign) {
      canon.text("ASSIGN").number(assign.id()).identity(assign.assignee());
    } else if (command instanceof TicketCommand.Move move) {
      canon.text("STATUS").number(move.id()).text(move.status().wireName());
    } else if (command instanceof TicketCommand.Close close) {
      canon.text("CLOSE").number(close.id()).text(close.resolution().wireName());
      canon.optional(close.comment());
      close.duplicateOf().ifPresent(canon::number);
    } else if (command instanceof TicketCommand.SetLink set) {
      canon.text("LINK").number(set.id()).text(set.link().type().wireName());
      canon.number(set.link().id());
    } else if (command instanceof TicketCommand.Unlink unlink) {
      canon.text("UNLINK").number(unlink.id()).number(unlink.other());
    } else if (command instanceof TicketCommand.Rate rate) {
      canon.text("RATE").number(rate.id()).text(rate.rating().toString());
      canon.optional(rate.comment());
    } else if (command instanceof TicketCommand.Reopen reopen) {
      canon.text("REOPEN").number(reopen.id());
    } else if (command instanceof TicketCommand.Prioritise prioritise) {
      canon.text("PRIORITY").number(prioritise.id()).text(prioritise.priority().wireName());
    } else if (command instanceof TicketCommand.Retag retag) {
      canon.text("TAG").number(retag.id());
      for (TicketCommand.TagChange change : retag.changes()) {
        canon.text((change.added() ? "+" : "-") + change.tag());
      }
    } else if (command instanceof TicketCommand.SetDue set) {
      canon.text("DUE").number(set.id()).optional(set.to().map(Fingerprint::spelled));
    } else if (command instanceof TicketCommand.Edit edit) {
      encodeEdit(canon, edit);
    } else {
      throw new IllegalArgumentException("no encoding for " + command);
    }
  }

  private static void encode(Canon canon, QueryCommand command) {
    if (command instanceof QueryCommand.Save save) {
      canon.text("SAVE").text(save.name()).text(save.query());
    } else {
      canon.text("UNSAVE").text(command.name());
    }
  }

  private static void encodeEdit(Canon canon, TicketCommand.Edit edit) {
    TicketCommand.Patch patch = edit.patch();
    canon.text("EDIT").number(edit.id());
    canon.number(edit.expectedVersion().orElse(0));
    canon.optional(patch.title()).optional(patch.description());
    canon.optional(patch.priority().map(Priority::wireName));
    canon.number(patch.assignment().isPresent() ? 1 : 0);
    patch.assignment().ifPresent(assignment -> canon.identity(assignment.to()));
    canon.number(patch.tags().isPresent() ? 1 : 0);
    patch.tags().ifPresent(canon::set);
    canon.optional(patch.status().map(Status::wireName));
    canon.optional(patch.resolution().map(Resolution::wireName));
    patch
        .due()
        .ifPresent(change -> canon.text("due").optional(change.to().map(Fingerprint::spelled)));
  }

  private static String canonical(TicketQuery.Term term) {
    if (term instanceof TicketQuery.StatusIn in) {
      return "status:" + new TreeSet<>(in.statuses().stream().map(Status::wireName).toList());
    } else if (term instanceof TicketQuery.PriorityIn in) {
      return "priority:" + new TreeSet<>(in.priorities().stream().map(Priority::wireName).toList());
    } else if (term instanceof TicketQuery.AuthorIs is) {
      return "author:" + is.author().key();
    } else if (term instanceof TicketQuery.AssigneeIs is) {
      return "assignee:" + is.assignee().map(Identity::key).orElse("-");
    } else if (term instanceof TicketQuery.HasTag has) {
      return "tag:" + has.tag();
    } else if (term instanceof TicketQuery.IdIn in) {
      return "id:" + in.from() + ".." + in.to();
    } else if (term instanceof TicketQuery.CreatedIn in) {
      return "created:" + range(in.range());
    } else if (term instanceof TicketQuery.UpdatedIn in) {
      return "updated:" + range(in.range());
    } else if (term instanceof TicketQuery.DueIn in) {
      return "due:" + in.range().map(Fingerprint::range).orElse("-");
    } else if (term instanceof TicketQuery.IsOverdue) {
      return "is:overdue";
    } else if (term instanceof TicketQuery.IsBlocked) {
      return "is:blocked";
    } else if (term instanceof TicketQuery.IsEscalated) {
      return "is:escalated";
    } else if (term instanceof TicketQuery.LinkedTo to) {
      return "link:" + to.id();
    } else if (term instanceof TicketQuery.RatedIn in) {
      return "rated:" + in.from() + ".." + in.to();
    } else if (term instanceof TicketQuery.TitleHas has) {
      return "title:" + FirstFold.of(has.word().asSent());
    } else if (term instanceof TicketQuery.TextHas has) {
      return "text:" + FirstFold.of(has.word().asSent());
    } else if (term instanceof TicketQuery.Saved saved) {
      // By its name: a repeat is the same request whatever is saved under it by then.
      return "saved:" + saved.name();
    } else if (term instanceof TicketQuery.AllOf all) {
      return "all " + new TreeSet<>(all.terms().stream().map(Fingerprint::canonical).toList());
    } else if (term instanceof TicketQuery.Not not) {
      return "not " + canonical(not.term());
    }
    throw new IllegalArgumentException("no encoding for " + term);
  }

  private static void origin(Canon canon, Origin origin) {
    if (origin.isElsewhere()) {
      canon.text("from").identity(origin.author());
      canon.number(origin.createdAt().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
    }
  }

  private static String spelled(DueTime due) {
    return due.relative().orElseGet(() -> Long.toString(due.at().toEpochMilli()));
  }

  private static String range(TimeRange range) {
    return range
        .relative()
        .orElseGet(() -> range.from().getEpochSecond() + ".." + range.until().getEpochSecond());
  }

  /** Length-prefixed parts, so that no two lists of parts have the same bytes. */
  private static final class Canon {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    Canon text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    Canon number(long number) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.write((int) (number >>> shift));
      }
      return this;
    }

    Canon optional(Optional<String> text) {
      number(text.isPresent() ? 1 : 0);
      text.ifPresent(this::text);
      return this;
    }

    Canon identity(Optional<Identity> identity) {
      return optional(identity.map(Identity::key));
    }

    void set(List<String> members) {
      texts(new TreeSet<>(members));
    }

    void texts(Collection<String> members) {
      number(members.size());
      members.forEach(this::text);
    }
  }
}
