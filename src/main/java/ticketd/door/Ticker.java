package ticketd.door;

/** The time that a connection's deadlines go by; a test moves it by hand. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since some moment, which means something only beside another reading. */
  long nanos();

  static Ticker system() {
    return System::nanoTime;
  }
}
