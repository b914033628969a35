package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Passes everything on; a test overrides what it wants to go wrong. */
public class ForwardingFiles implements FileAccess {
  private final FileAccess files;

  public ForwardingFiles(FileAccess files) {
    this.files = files;
  }

  @Override
  public Optional<FileStat> stat(Path file) throws IOException {
    return files.stat(file);
  }

  @Override
  public boolean isOwn(Path file) throws IOException {
    return files.isOwn(file);
  }

  @Override
  public long number(Path file) throws IOException {
    return files.number(file);
  }

  @Override
  public boolean restrict(Path file) throws IOException {
    return files.restrict(file);
  }

  @Override
  public OpenFile open(Path file, OpenMode mode) throws IOException {
    return wrap(file, files.open(file, mode));
  }

  /** What {@link #open} returns. */
  protected OpenFile wrap(Path path, OpenFile file) {
    return new ForwardingFile(file);
  }

  @Override
  public List<Path> createDirectories(Path directory) throws IOException {
    return files.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    files.forceDirectory(directory);
  }

  @Override
  public String fileSystem(Path existing) throws IOException {
    return files.fileSystem(existing);
  }

  @Override
  public long room(Path existing) {
    return files.room(existing);
  }

  @Override
  public String bootId() {
    return files.bootId();
  }

  @Override
  public Optional<Claim> claim(Path file) throws IOException {
    return files.claim(file);
  }

  protected static class ForwardingFile implements OpenFile {
    protected final OpenFile file;

    public ForwardingFile(OpenFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      file.write(from, position);
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public ByteBuffer map(boolean writable, long position, int length) throws IOException {
      return file.map(writable, position, length);
    }

    @Override
    public boolean tryLock(long position, long length, boolean shared) throws IOException {
      return file.tryLock(position, length, shared);
    }

    @Override
    public void unlock(long position) throws IOException {
      file.unlock(position);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
