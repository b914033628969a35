package ticketd.journal;

final class Skeleton {
  private Skeleton() {}

  static UnsupportedOperationException missing() {
    return new UnsupportedOperationException();
  }
}
