package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The system's files, for several logs in one process that are to each other what processes of one
 * host are: POSIX locks are a process's, so these are kept apart by descriptor here.
 */
public final class OneHost extends ForwardingFiles {
  /** The bytes of {@code file} from {@code from} up to and without {@code to}. */
  private record Held(Path file, long from, long to, boolean shared, Object holder) {
    boolean isInTheWayOf(Held other) {
      return file.equals(other.file)
          && from < other.to
          && other.from < to
          && holder != other.holder
          && !(shared && other.shared);
    }
  }

  private final List<Held> held = new ArrayList<>();

  public OneHost() {
    super(FileAccess.system());
  }

  @Override
  public Optional<Claim> claim(Path file) {
    return Optional.of(() -> {});
  }

  @Override
  protected OpenFile wrap(Path path, OpenFile file) {
    return new ForwardingFile(file) {
      @Override
      public boolean tryLock(long position, long length, boolean shared) {
        return take(new Held(path, position, position + length, shared, this));
      }

      @Override
      public void unlock(long position) {
        giveBack(this, position);
      }

      @Override
      public void close() throws IOException {
        giveBackAll(this);
        super.close();
      }
    };
  }

  private synchronized boolean take(Held wanted) {
    if (held.stream().anyMatch(other -> other.isInTheWayOf(wanted))) {
      return false;
    }
    held.add(wanted);
    return true;
  }

  private synchronized void giveBack(Object holder, long from) {
    held.removeIf(one -> one.holder() == holder && one.from() == from);
  }

  private synchronized void giveBackAll(Object holder) {
    held.removeIf(one -> one.holder() == holder);
  }
}
