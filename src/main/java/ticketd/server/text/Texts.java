package ticketd.server.text;

import org.jspecify.annotations.Nullable;
import ticketd.wire.Bundle;
import ticketd.wire.Language;

/** The server's own texts for people, in one language. */
public final class Texts {
  private final Bundle bundle;

  private Texts(Bundle bundle) {
    this.bundle = bundle;
  }

  public static Texts in(Language language) {
    return new Texts(Bundle.read("/bundles/server", language));
  }

  /** The text of a key, with its places filled; numbers go in as they are. */
  public String of(String key, @Nullable Object... values) {
    return bundle.text(key, values);
  }
}
