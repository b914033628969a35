package ticketd.journal;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk in memory that can lose power. Of each page it keeps what it was when the file was last
 * forced and after every change since; an image of the disk after a loss of power takes any of
 * these, a page or a sector at a time, and any of the sizes the file had.
 */
final class SimDisk implements FileAccess {
  static final int PAGE = 4096;
  static final int SECTOR = 512;

  private final Map<Path, SimFile> files = new HashMap<>();
  private final Set<Path> claimed = new HashSet<>();
  private final String bootId;
  private final int capacity;
  private Runnable onStep = () -> {};
  private Plan plan = call -> Outcome.DONE;

  /** Empty, for files of at most {@code capacity} bytes. */
  SimDisk(int capacity) {
    this(capacity, "boot-0");
  }

  private SimDisk(int capacity, String bootId) {
    this.capacity = capacity;
    this.bootId = bootId;
  }

  /** With one file, that is on the disk. */
  static SimDisk of(Path path, byte[] content, String bootId) {
    SimDisk disk = new SimDisk(content.length + (256 << 10), bootId);
    SimFile file = new SimFile(disk.capacity);
    file.memory.put(0, content);
    file.size = content.length;
    file.stable = content.clone();
    file.settle();
    disk.files.put(path, file);
    return disk;
  }

  /** What is asked of the disk. */
  enum Call {
    STAT,
    OPEN,
    READ,
    WRITE,
    FORCE,
    SIZE,
    TRUNCATE,
    MAP,
    LOCK,
    UNLOCK,
    CLOSE,
    OWNER,
    CREATE_DIRECTORIES,
    FORCE_DIRECTORY,
    FILE_SYSTEM
  }

  /** What comes of it. */
  enum Outcome {
    DONE,
    /** An I/O error; half of a write is written. */
    FAILED,
    /** An I/O error that is told when all is written. */
    FAILED_LATE,
    /** No room for the second half of a write; an I/O error of any other call. */
    FULL
  }

  /** Decides on each call before it is made. */
  interface Plan {
    Outcome next(Call call);
  }

  void plan(Plan plan) {
    this.plan = plan;
  }

  private void ask(Call call) throws IOException {
    if (plan.next(call) != Outcome.DONE) {
      throw new IOException("planned failure of " + call);
    }
  }

  /** Runs {@code onStep} after every change: the moments at which power may go. */
  void onStep(Runnable onStep) {
    this.onStep = onStep;
  }

  /**
   * The same bytes after all processes were killed: what was written stays, claims and locks go.
   */
  void kill() {
    claimed.clear();
  }

  /** What is on the disk after a loss of power now, torn in pieces of {@code piece} bytes. */
  SimDisk afterPowerLoss(Random random, int piece) {
    SimDisk image = new SimDisk(capacity, "boot-" + random.nextLong());
    files.forEach((path, file) -> image.files.put(path, file.torn(random, piece)));
    return image;
  }

  Set<Path> names() {
    return files.keySet();
  }

  /** The bytes that a process sees now. */
  ByteBuffer content(Path path) {
    SimFile file = present(path);
    return file.memory.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit((int) file.size);
  }

  /** Writes as a process does that then is killed. */
  void store(Path path, long position, byte[] bytes, int length) {
    SimFile file = present(path);
    file.memory.put((int) position, bytes, 0, length);
    file.size = Math.max(file.size, position + length);
    file.sizes.add(file.size);
    file.notePages(position, position + length);
  }

  /** The same of one that is killed once the disk has them. */
  void storeForced(Path path, long position, byte[] bytes, int length) {
    store(path, position, bytes, length);
    present(path).force(position, position + length);
  }

  /** Takes note of what was stored through the mapping of the header. */
  void noteMapped() {
    files.values().forEach(SimFile::noteMapped);
  }

  private SimFile present(Path path) {
    SimFile file = files.get(path);
    if (file == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return file;
  }

  @Override
  public Optional<FileStat> stat(Path path) throws IOException {
    ask(Call.STAT);
    SimFile file = files.get(path);
    return file == null
        ? Optional.empty()
        : Optional.of(new FileStat(FileType.REGULAR, file, file.size, Instant.EPOCH));
  }

  @Override
  public boolean isOwn(Path file) throws IOException {
    ask(Call.OWNER);
    return true;
  }

  @Override
  public long number(Path file) {
    return file.hashCode();
  }

  @Override
  public boolean restrict(Path file) {
    return false;
  }

  @Override
  public OpenFile open(Path path, OpenMode mode) throws IOException {
    ask(Call.OPEN);
    SimFile file = files.get(path);
    if (file != null && mode == OpenMode.CREATE_NEW) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (file == null) {
      if (mode == OpenMode.READ || mode == OpenMode.WRITE) {
        throw new NoSuchFileException(path.toString());
      }
      file = new SimFile(path.toString().endsWith(".lock") ? 0 : capacity);
      files.put(path, file);
    }
    return new Descriptor(file);
  }

  @Override
  public List<Path> createDirectories(Path directory) throws IOException {
    ask(Call.CREATE_DIRECTORIES);
    return List.of();
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    ask(Call.FORCE_DIRECTORY);
  }

  @Override
  public String fileSystem(Path existing) throws IOException {
    ask(Call.FILE_SYSTEM);
    return "ext4";
  }

  @Override
  public long room(Path existing) {
    return capacity;
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public Optional<Claim> claim(Path file) {
    return claimed.add(file) ? Optional.of(() -> claimed.remove(file)) : Optional.empty();
  }

  private static final class SimFile {
    private final ByteBuffer memory;
    private long size;

    /** As of the last force; what is left out is zeros. */
    private byte[] stable = new byte[0];

    private final TreeMap<Integer, List<byte[]>> versions = new TreeMap<>();
    private final List<Long> sizes = new ArrayList<>();

    SimFile(int capacity) {
      memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
      sizes.add(0L);
    }

    void notePages(long from, long to) {
      for (int page = (int) (from / PAGE); (long) page * PAGE < to; page++) {
        versions.computeIfAbsent(page, p -> new ArrayList<>()).add(page(page));
      }
    }

    void noteMapped() {
      if (size >= Header.BYTES && !Arrays.equals(page(0), lastKnown(0))) {
        notePages(0, 1);
      }
    }

    private byte[] page(int page) {
      byte[] bytes = new byte[PAGE];
      int at = page * PAGE;
      memory.get(at, bytes, 0, Math.min(PAGE, memory.capacity() - at));
      return bytes;
    }

    private byte[] lastKnown(int page) {
      List<byte[]> known = versions.get(page);
      return known == null ? stablePage(page) : known.get(known.size() - 1);
    }

    private byte[] stablePage(int page) {
      int from = Math.min(stable.length, page * PAGE);
      int to = Math.min(stable.length, page * PAGE + PAGE);
      return Arrays.copyOf(Arrays.copyOfRange(stable, from, to), PAGE);
    }

    /** Only what was changed since the last force, failed or not, reaches the disk. */
    void force() {
      noteMapped();
      stable = Arrays.copyOf(stable, (int) size);
      for (int page : versions.keySet()) {
        int at = page * PAGE;
        if (at < stable.length) {
          memory.get(at, stable, at, Math.min(PAGE, stable.length - at));
        }
      }
      settle();
    }

    /** Of the pages, only those from {@code from} to {@code to}; the others may still be lost. */
    void force(long from, long to) {
      stable = Arrays.copyOf(stable, (int) size);
      for (int page = (int) (from / PAGE); (long) page * PAGE < to; page++) {
        int at = page * PAGE;
        memory.get(at, stable, at, Math.min(PAGE, stable.length - at));
        versions.remove(page);
      }
      sizes.clear();
      sizes.add(size);
    }

    /** As Linux does: the pages are not on the disk, and the next force takes them for written. */
    void failForce() {
      stable = Arrays.copyOf(stable, (int) size);
      settle();
    }

    private void settle() {
      versions.clear();
      sizes.clear();
      sizes.add(size);
    }

    void resize(long newSize) {
      if (newSize < size) {
        memory.put((int) newSize, new byte[(int) (size - newSize)]);
        notePages(newSize, size);
      }
      size = newSize;
      sizes.add(newSize);
    }

    SimFile torn(Random random, int piece) {
      noteMapped();
      SimFile image = new SimFile(memory.capacity());
      image.size = sizes.get(random.nextInt(sizes.size()));
      byte[] bytes = Arrays.copyOf(stable, (int) image.size);
      versions.forEach(
          (page, known) -> {
            byte[] before = stablePage(page);
            for (int at = 0; at < PAGE; at += piece) {
              int pick = random.nextInt(known.size() + 1);
              byte[] from = pick == 0 ? before : known.get(pick - 1);
              int start = page * PAGE + at;
              int length = Math.min(piece, bytes.length - start);
              if (length > 0) {
                System.arraycopy(from, at, bytes, start, length);
              }
            }
          });
      image.memory.put(0, bytes);
      image.stable = bytes;
      image.sizes.clear();
      image.sizes.add(image.size);
      return image;
    }
  }

  private final class Descriptor implements OpenFile {
    private final SimFile file;

    Descriptor(SimFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      ask(Call.READ);
      int length = (int) Math.max(0, Math.min(into.remaining(), file.size - position));
      into.put(file.memory.duplicate().limit((int) position + length).position((int) position));
      return length;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      if (position + from.remaining() > capacity) {
        throw new IOException("the test's disk is too small");
      }
      Outcome outcome = plan.next(Call.WRITE);
      boolean half = outcome == Outcome.FAILED || outcome == Outcome.FULL;
      store(from, half ? from.remaining() / 2 : from.remaining(), position);
      if (outcome == Outcome.FULL) {
        throw new StorageFullException("planned: full", new IOException());
      } else if (outcome != Outcome.DONE) {
        throw new IOException("planned failure of WRITE");
      }
    }

    private void store(ByteBuffer from, int length, long position) {
      file.noteMapped();
      file.memory.duplicate().position((int) position).put(from.slice(from.position(), length));
      from.position(from.position() + length);
      file.size = Math.max(file.size, position + length);
      file.sizes.add(file.size);
      file.notePages(position, position + length);
      onStep.run();
    }

    @Override
    public void force() throws IOException {
      onStep.run();
      if (plan.next(Call.FORCE) != Outcome.DONE) {
        file.failForce();
        throw new IOException("planned failure of FORCE");
      }
      file.force();
      onStep.run();
    }

    @Override
    public void writeForced(ByteBuffer from, long position) throws IOException {
      long end = position + from.remaining();
      write(from, position);
      onStep.run();
      if (plan.next(Call.FORCE) != Outcome.DONE) {
        file.failForce();
        throw new SyncFailedException("planned failure of FORCE");
      }
      file.force(position, end);
      onStep.run();
    }

    @Override
    public long size() throws IOException {
      ask(Call.SIZE);
      return file.size;
    }

    @Override
    public void truncate(long size) throws IOException {
      ask(Call.TRUNCATE);
      if (size < file.size) {
        file.resize(size);
      }
      onStep.run();
    }

    @Override
    public ByteBuffer map(boolean writable, long position, int length) throws IOException {
      ask(Call.MAP);
      return file.memory.slice((int) position, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean tryLock(long position, long length, boolean shared) throws IOException {
      ask(Call.LOCK);
      return true;
    }

    @Override
    public void unlock(long position) throws IOException {
      ask(Call.UNLOCK);
    }

    @Override
    public void close() throws IOException {
      ask(Call.CLOSE);
    }
  }
}
