package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Makes a journal behave as if it had a {@link PlantedFault}. */
final class CarelessFiles extends ForwardingFiles {
  private final PlantedFault fault;

  CarelessFiles(FileAccess files, PlantedFault fault) {
    super(files);
    this.fault = fault;
  }

  @Override
  public String bootId() {
    // The commit word is what is trusted while the operating system runs.
    return fault == PlantedFault.TRUST_COMMIT_WORD ? "always the same" : super.bootId();
  }

  @Override
  protected OpenFile wrap(Path path, OpenFile file) {
    return new CarelessFile(file);
  }

  private final class CarelessFile extends ForwardingFile {
    CarelessFile(OpenFile file) {
      super(file);
    }

    @Override
    public void force() throws IOException {
      if (fault != PlantedFault.NO_FORCE) {
        super.force();
      }
    }

    @Override
    public boolean tryLock(long position, long length, boolean shared) throws IOException {
      return fault == PlantedFault.NO_LOCK || super.tryLock(position, length, shared);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long end = position + from.remaining();
      boolean batch =
          position >= Header.BYTES
              && from.remaining() > RecordDescriptor.HEADER
              && from.getLong(from.position()) != 0;
      super.write(from, position);
      if (fault == PlantedFault.PUBLISH_BEFORE_FORCE && batch) {
        new Header(file.map(true, 0, Header.BYTES)).commit(end);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int start = into.position();
      int read = super.read(into, position);
      if (position >= Header.BYTES && into.hasArray()) {
        if (fault == PlantedFault.TRUST_COMMIT_WORD) {
          forget(into, position, start, read);
        } else if (fault == PlantedFault.NO_CHAIN) {
          chain(into.array(), into.arrayOffset() + start, read);
        }
      }
      return read;
    }

    /** What is beyond the commit word looks as if it had never been written. */
    private void forget(ByteBuffer into, long position, int start, int read) throws IOException {
      long commit = header().commit();
      for (int i = (int) Math.max(0, commit - position); i < read; i++) {
        into.put(start + i, (byte) 0);
      }
    }

    /** Every record with a good checksum looks as if it followed the one before it. */
    private void chain(byte[] bytes, int start, int length) throws IOException {
      int salt = header().salt();
      int at = start;
      boolean first = true;
      int chain = 0;
      while (start + length - at >= RecordDescriptor.HEADER) {
        int size = RecordDescriptor.length(bytes, at);
        if (size < RecordDescriptor.HEADER
            || size > start + length - at
            || !RecordDescriptor.hasValidCrc(bytes, at, salt)) {
          return;
        }
        chain =
            first
                ? RecordDescriptor.crc(bytes, at)
                : RecordDescriptor.seal(
                    bytes,
                    at,
                    size,
                    RecordDescriptor.seq(bytes, at),
                    chain,
                    RecordDescriptor.type(bytes, at),
                    RecordDescriptor.endsBatch(bytes, at) ? RecordDescriptor.FLAG_END_OF_BATCH : 0,
                    salt);
        first = false;
        at += RecordDescriptor.aligned(size);
      }
    }

    private Header header() throws IOException {
      ByteBuffer page = ByteBuffer.allocateDirect(Header.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      super.read(page, 0);
      return new Header(page.clear());
    }
  }
}
