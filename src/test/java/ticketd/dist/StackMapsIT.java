package ticketd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import ticketd.testing.Jar;

/** What the build made of picocli's classes in the finished jar. */
class StackMapsIT {
  /** The first that an archive of classes takes and that is verified by stack maps alone. */
  private static final int JAVA_7 = 51;

  @Test
  void shouldLeaveNoClassOfTheCommandLineThatAnArchiveRefuses() throws Exception {
    URL[] place = {Jar.path().toUri().toURL()};
    try (JarFile jar = new JarFile(Jar.path().toFile());
        URLClassLoader classes = new URLClassLoader(place, ClassLoader.getPlatformClassLoader())) {
      List<JarEntry> all =
          jar.stream().filter(entry -> entry.getName().matches("picocli/.*\\.class")).toList();
      assertThat(all).hasSizeGreaterThan(200);
      for (JarEntry entry : all) {
        assertThat(major(jar, entry)).as(entry.getName()).isGreaterThanOrEqualTo(JAVA_7);
        // To initialize it is to have it verified.
        String name = entry.getName().replace(".class", "").replace('/', '.');
        assertThat(Class.forName(name, true, classes).getClassLoader()).isSameAs(classes);
      }
      assertThat(jar.getEntry("META-INF/picocli-changes.txt")).isNotNull();
      assertThat(jar.getEntry("ticketd/dist/StackMaps.class")).isNull();
    }
  }

  private static int major(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream content = jar.getInputStream(entry);
        DataInputStream data = new DataInputStream(content)) {
      data.skipNBytes(Integer.BYTES + Short.BYTES);
      return data.readUnsignedShort();
    }
  }
}
