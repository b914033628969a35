package ticketd.ticket;

/** An idempotency key: 1 to 64 characters of {@code [A-Za-z0-9._:-]}, owned by an identity. */
public record RequestKey(String text) {
  public static final int MAX_LENGTH = 64;

  public RequestKey {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a request key: " + text);
    }
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean accepted =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == ':'
              || c == '-';
      if (!accepted) {
        return false;
      }
    }
    return true;
  }
}
