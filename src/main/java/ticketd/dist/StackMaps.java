package ticketd.dist;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives picocli's classes in the jar stack maps (JVMS 4.7.4). They are made for Java 5, which had
 * none: no class-data archive takes such classes, so that each start would parse them and verify
 * them by inference, a fifth of the time of a command. The build runs it; it is not in the jar, as
 * ASM is not.
 */
public final class StackMaps {
  private static final String FOLDER = "/picocli";
  private static final String SUFFIX = ".class";
  private static final String NOTICE = "META-INF/picocli-changes.txt";

  private StackMaps() {}

  /** Changes the jar that the first argument names. */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    try (URLClassLoader classes =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        FileSystem files = FileSystems.newFileSystem(jar)) {
      List<Path> old;
      try (Stream<Path> all = Files.walk(files.getPath(FOLDER))) {
        old = all.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList();
      }
      for (Path path : old) {
        replace(path, withStackMaps(Files.readAllBytes(path), classes));
      }
      // The licence asks that whoever changes its files says so.
      Files.write(
          files.getPath(NOTICE),
          ("The build of ticketd gave the classes of picocli stack maps (class file version 52);"
                  + " nothing else of them was changed.\n")
              .getBytes(StandardCharsets.UTF_8));
      Files.setLastModifiedTime(files.getPath(NOTICE), Files.getLastModifiedTime(old.get(0)));
    }
  }

  private static void replace(Path path, byte[] content) throws IOException {
    FileTime time = Files.getLastModifiedTime(path);
    Files.write(path, content);
    Files.setLastModifiedTime(path, time);
  }

  /**
   * The class as Java 8 has it.
   *
   * @param classes what it extends and uses
   */
  static byte[] withStackMaps(byte[] content, ClassLoader classes) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return classes;
          }
        };
    ClassVisitor renewed =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
          }
        };
    new ClassReader(content).accept(renewed, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
