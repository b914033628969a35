package ticketd.client.command;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import ticketd.client.screen.Colour;
import ticketd.client.transfer.SourceFormat;
import ticketd.ticket.Cap;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Role;
import ticketd.ticket.Status;
import ticketd.wire.Language;
import ticketd.wire.Qualifiers;

/** The words that an argument is one of, or that shell completion offers for it. */
final class Words {
  private Words() {}

  static List<String> languages() {
    return Stream.of(Language.values()).map(Language::wireName).toList();
  }

  static List<String> statuses() {
    return Stream.of(Status.values()).map(Status::wireName).toList();
  }

  private static List<String> priorities() {
    return Stream.of(Priority.values()).map(Priority::wireName).toList();
  }

  private static List<String> filters() {
    List<String> words = new ArrayList<>();
    Qualifiers.FILTERS.forEach(name -> words.add(name + ":"));
    statuses().forEach(status -> words.add("status:" + status));
    priorities().forEach(priority -> words.add("priority:" + priority));
    words.addAll(List.of("author:me", "assignee:me", "assignee:-"));
    return words;
  }

  static final class Languages implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return languages().iterator();
    }
  }

  static final class Colours implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Colour.MODES.iterator();
    }
  }

  /** Of {@code list}. */
  static final class StatusesAndAll implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(statuses().stream(), Stream.of(ListCommand.ALL)).iterator();
    }
  }

  static final class Statuses implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return statuses().iterator();
    }
  }

  static final class Priorities implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return priorities().iterator();
    }
  }

  static final class Resolutions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Resolution.values()).map(Resolution::wireName).iterator();
    }
  }

  /** Of {@code take}. */
  static final class Next implements Iterable<String> {
    static final String WORD = "next";

    @Override
    public Iterator<String> iterator() {
      return List.of(WORD).iterator();
    }
  }

  /** Of {@code report}. */
  static final class Groups implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("day", "week", "month", "assignee", "author", "tag", "priority").iterator();
    }
  }

  static final class LinkTypes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("blocks", "duplicates", "relates").iterator();
    }
  }

  /** Of {@code import}. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SourceFormat.names().iterator();
    }
  }

  /** Of {@code auth}. */
  static final class AuthActions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("status").iterator();
    }
  }

  /** Of {@code token}. */
  static final class TokenActions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TokenCommand.ACTIONS.iterator();
    }
  }

  /** Of {@code user}. */
  static final class UserActions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return AccountsCommand.ACTIONS.iterator();
    }
  }

  /** Of accounts and tokens. */
  static final class Roles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Role.values()).map(Role::wireName).iterator();
    }
  }

  static final class Caps implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Cap.values()).map(Cap::wireName).iterator();
    }
  }

  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CompletionScript.SHELLS.iterator();
    }
  }

  /** What every query takes. */
  static final class Filters implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return filters().iterator();
    }
  }

  /** What the query of {@code list} takes. */
  static final class ListQuery implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> words = filters();
      Qualifiers.ONLY_LIST.forEach(name -> words.add(name + ":"));
      Qualifiers.SORTS.forEach(order -> words.add("sort:" + order));
      return words.iterator();
    }
  }
}
