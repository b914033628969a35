package ticketd.resilience;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import ticketd.journal.FileAccess;
import ticketd.journal.ForwardingFiles;

/** The host's files, with a store that can be made to fail. Thread-safe. */
final class FaultyFiles extends ForwardingFiles {
  /** What goes wrong from now on. */
  enum Fault {
    NONE,
    /** A force says that it failed. */
    FORCE,
    /** A write says that it failed, and so does every force. */
    WRITE,
    /** A force throws what nobody expects of it. */
    UNFORESEEN,
    /** A force meets what the JVM throws when it can no longer be trusted. */
    ERROR,
    /** Whoever asks for a lock is told that he has it. */
    NO_LOCK,
    /** Somebody else has the lock, whoever asks for it. */
    LOCKED
  }

  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;

  FaultyFiles() {
    super(FileAccess.system());
  }

  void fail(Fault kind) {
    fault = kind;
  }

  /** How many calls failed so far. */
  int faults() {
    return faults.get();
  }

  /** How often the store was opened so far. */
  int opened() {
    return opened.get();
  }

  @Override
  protected OpenFile wrap(Path path, OpenFile file) {
    if (path.toString().endsWith(".lock")) {
      return new ForwardingFile(file) {
        @Override
        public boolean tryLock(long position, long length, boolean shared) throws IOException {
          return switch (fault) {
            case NO_LOCK -> true;
            case LOCKED -> false;
            default -> super.tryLock(position, length, shared);
          };
        }
      };
    }
    opened.incrementAndGet();
    return new ForwardingFile(file) {
      @Override
      public void write(ByteBuffer from, long position) throws IOException {
        if (fault == Fault.WRITE) {
          throw failure();
        }
        super.write(from, position);
      }

      @Override
      public void force() throws IOException {
        switch (fault) {
          case FORCE, WRITE -> throw failure();
          case UNFORESEEN -> throw new UnsupportedOperationException("planted");
          case ERROR -> throw new InternalError("planted");
          case NONE, LOCKED -> super.force();
          case NO_LOCK -> {
            // Long enough for another process to be at the same place meanwhile.
            ChildServer.pause(Duration.ofMillis(5));
            super.force();
          }
        }
      }
    };
  }

  private IOException failure() {
    faults.incrementAndGet();
    return new IOException("Input/output error (planted)");
  }
}
