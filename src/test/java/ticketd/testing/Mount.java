package ticketd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, for a test that may mount one (root, outside most containers). */
public final class Mount implements AutoCloseable {
  private final Path point;

  private Mount(Path point) {
    this.point = point;
  }

  /** Skips the test where nothing can be mounted. */
  public static Mount ofBytes(Path point, long bytes) {
    try {
      Files.createDirectories(point);
      Processes.run(
          "mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", point.toString());
    } catch (AssertionError e) {
      Assumptions.abort("cannot mount: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Mount(point);
  }

  public Path resolve(String name) {
    return point.resolve(name);
  }

  public void resize(long bytes) {
    Processes.run("mount", "-o", "remount,size=" + bytes, point.toString());
  }

  /** With the root directory's. */
  public void limitInodes(int inodes) {
    Processes.run("mount", "-o", "remount,nr_inodes=" + inodes, point.toString());
  }

  @Override
  public void close() {
    // Lazy: what is mapped keeps it busy until it is collected.
    Processes.run("umount", "--lazy", point.toString());
  }
}
