package ticketd.journal.text;

import org.jspecify.annotations.Nullable;

/** A segment cannot be used; the journal can, always. */
public final class SegmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean ofOthers;

  private SegmentException(String what, boolean ofOthers, @Nullable Throwable cause) {
    super(what, cause);
    this.ofOthers = ofOthers;
  }

  /** Nobody can use it. */
  static SegmentException damaged(String what) {
    return new SegmentException(what, false, null);
  }

  /** The same, as it turned out by {@code cause}. */
  static SegmentException damaged(String what, Throwable cause) {
    return new SegmentException(what, false, cause);
  }

  /** Another version of the program, or of Java, may be able to use it. */
  static SegmentException ofOthers(String what) {
    return new SegmentException(what, true, null);
  }

  boolean isOfOthers() {
    return ofOthers;
  }
}
