package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one rule by which a store is made whole, whatever happened to it. Whoever opens it, under the
 * writer's lock, verifies from the durable mark on, or from the commit word when the operating
 * system has not been started anew since; forces and publishes every whole batch beyond; cuts the
 * rest and keeps what was cut.
 *
 * <p>The commit word is not trusted after a loss of power, for its page may be older or newer than
 * the records' pages. Where batches were acknowledged before they were forced, a suffix of them may
 * then be missing without a trace: so the generation changes, whether or not something is missing.
 */
final class Recovery {
  private final FileAccess files;
  private final Path path;
  private final FileAccess.OpenFile file;
  private final Header header;
  private final JournalListener listener;

  Recovery(
      FileAccess files,
      Path path,
      FileAccess.OpenFile file,
      Header header,
      JournalListener listener) {
    this.files = files;
    this.path = path;
    this.file = file;
    this.header = header;
    this.listener = listener;
  }

  /**
   * Afterwards commit and durable mark are equal, and nothing follows them. Only under the lock.
   *
   * @param rewrite whether what is above the durable mark must be written again before it is
   *     forced, because after a failed force the system takes its pages for written
   */
  void run(boolean rewrite) throws IOException {
    String bootId = files.bootId();
    RecoveryPlan plan = RecoveryPlan.of(path, file, header, bootId);
    long end = plan.end();
    boolean cuts = plan.tail() > end || plan.cutsAcknowledged();
    Optional<Path> aside =
        plan.tail() > end ? keepAside(end, plan.tail(), plan.cutsAcknowledged()) : Optional.empty();
    if (plan.changesGeneration() && !header.isCopy()) {
      // That of a copy is its origin's.
      long generation = changeGeneration(file, header);
      listener.lost(new Loss(path, plan.cutsAcknowledged(), end, aside, generation));
    }
    if (header.lowerDurable(plan.durable())) {
      // Before what it refers to is cut off.
      file.force();
    }
    if (cuts) {
      file.truncate(end);
    }
    if (cuts || plan.durable() < end) {
      if (rewrite) {
        StoreFiles.copy(file, plan.durable(), end, file, plan.durable());
      }
      file.force();
    }
    header.commit(end);
    header.durable(end);
    header.boot(bootId);
  }

  private Optional<Path> keepAside(long end, long tail, boolean mustKeep) throws IOException {
    try {
      return Optional.of(StoreFiles.keepAside(files, path, file, end, tail));
    } catch (StorageFullException e) {
      // What nobody ever saw is no reason not to start on a full disk.
      if (mustKeep) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Whoever has a number of what is missing must be told that it does not count any more.
   *
   * @return the new generation, which the disk has
   */
  static long changeGeneration(FileAccess.OpenFile file, Header header) throws IOException {
    long generation = Math.max(header.generation() + 1, System.currentTimeMillis());
    file.write(ByteBuffer.wrap(header.fixedWithGeneration(generation)), 0);
    // Before the other words say that nothing is missing.
    file.force();
    return generation;
  }
}
