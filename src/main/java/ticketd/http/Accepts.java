package ticketd.http;

import java.util.List;
import java.util.Optional;
import ticketd.wire.Language;

/** What a request wants its answer to be like: what the headers {@code Accept…} come to. */
final class Accepts {
  private Accepts() {}

  /**
   * The one of the media types {@code offered}, lower case, that {@code accept} likes best: by
   * weight, then the one it names more exactly, then the first. Where it likes none: the first.
   */
  static String best(Optional<String> accept, List<String> offered) {
    List<Weighted> ranges = Weighted.list(accept.orElse(""));
    String best = offered.get(0);
    int bestScore = 0;
    for (String type : offered) {
      int score = score(type, ranges);
      if (score > bestScore) {
        best = type;
        bestScore = score;
      }
    }
    return best;
  }

  /** The weight that the range closest to it gives a type, then how close that is. */
  private static int score(String type, List<Weighted> ranges) {
    int closest = 0;
    int weight = 0;
    for (Weighted range : ranges) {
      int closeness = closeness(type, range.value());
      if (closeness > closest) {
        closest = closeness;
        weight = range.thousandths();
      }
    }
    return weight == 0 ? 0 : weight * 4 + closest;
  }

  private static int closeness(String type, String range) {
    if (range.equals(type)) {
      return 3;
    }
    String kind = type.substring(0, type.indexOf('/') + 1);
    return range.equals(kind + "*") ? 2 : range.equals("*/*") ? 1 : 0;
  }

  /** The language of the texts that {@code acceptLanguage} asks for; {@code own} where of none. */
  static Language language(Optional<String> acceptLanguage, Language own) {
    if (acceptLanguage.isEmpty()) {
      return own;
    }
    List<Weighted> ranges = Weighted.byWeight(acceptLanguage.get());
    for (Weighted range : ranges) {
      if (range.thousandths() == 0) {
        break;
      }
      Optional<Language> named =
          range.value().equals("*")
              ? Optional.of(other(own, ranges))
              : Language.of(range.value().split("-", -1)[0]);
      if (named.isPresent()) {
        return named.get();
      }
    }
    return own;
  }

  /** What {@code *} stands for: the server's language unless that is refused. */
  private static Language other(Language own, List<Weighted> ranges) {
    for (Language language : Language.values()) {
      if (language != own && ranges.contains(new Weighted(own.wireName(), 0))) {
        return language;
      }
    }
    return own;
  }

  /** Whether the answer may come as gzip. */
  static boolean gzip(Optional<String> acceptEncoding) {
    boolean isAccepted = false;
    for (Weighted coding : Weighted.list(acceptEncoding.orElse(""))) {
      if (coding.value().equals("gzip") || coding.value().equals("x-gzip")) {
        return coding.thousandths() > 0;
      }
      isAccepted |= coding.value().equals("*") && coding.thousandths() > 0;
    }
    return isAccepted;
  }
}
