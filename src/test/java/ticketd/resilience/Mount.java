package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, for a test that may mount one (root, outside most containers). */
final class Mount implements AutoCloseable {
  private final Path point;

  private Mount(Path point) {
    this.point = point;
  }

  /** Skips the test where nothing can be mounted. */
  static Mount ofBytes(Path point, long bytes) {
    try {
      Files.createDirectories(point);
      ChildServer.run(
          "mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", point.toString());
    } catch (AssertionError e) {
      Assumptions.abort("cannot mount: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Mount(point);
  }

  Path resolve(String name) {
    return point.resolve(name);
  }

  void resize(long bytes) {
    ChildServer.run("mount", "-o", "remount,size=" + bytes, point.toString());
  }

  @Override
  public void close() {
    ChildServer.run("umount", point.toString());
  }
}
