package ticketd.client.link;

/**
 * What is told if the process is ended, as by Ctrl-C, before it is withdrawn. It is told by another
 * thread, while what was under way goes on.
 */
final class LastWord {
  private final Thread hook;

  private LastWord(Thread hook) {
    this.hook = hook;
  }

  static LastWord of(Runnable word) {
    Thread hook = new Thread(word, "last word");
    Runtime.getRuntime().addShutdownHook(hook);
    return new LastWord(hook);
  }

  void withdraw() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and what is told is told.
      return;
    }
  }
}
