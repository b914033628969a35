package ticketd.client.command;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Pipeline;
import ticketd.client.screen.FileFault;
import ticketd.client.screen.Visible;
import ticketd.client.transfer.NoTitleColumnException;
import ticketd.client.transfer.RowTooLongException;
import ticketd.client.transfer.SourceFormat;

/** {@code import FILE|-}: tickets of another desk or program, each exactly once. */
@Command(name = "import")
final class ImportCommand extends OneShot {
  private static final String STANDARD_INPUT = "-";

  @Parameters(index = "0", paramLabel = "FILE|-", descriptionKey = "file")
  String file = "";

  @Option(names = "--format", paramLabel = "FORMAT", completionCandidates = Words.Formats.class)
  Optional<String> format = Optional.empty();

  @Option(names = "--source", paramLabel = "NAME")
  Optional<String> source = Optional.empty();

  ImportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (format.isPresent() && SourceFormat.of(format.get()).isEmpty()) {
      throw usage("usage.value", "--format", format.get(), String.join(", ", SourceFormat.names()));
    }
    boolean piped = file.equals(STANDARD_INPUT);
    String name = piped ? texts().get("text.input") : Visible.line(file);
    try {
      if (piped) {
        return run(surroundings().in(), name, STANDARD_INPUT, 0);
      }
      Path path = GivenPath.of(file, texts());
      try (InputStream content = FileFault.open(path)) {
        return run(content, name, String.valueOf(path.getFileName()), Files.size(path));
      }
    } catch (NoSuchFileException e) {
      throw new Failure(ExitStatus.FAILED, texts().get("file.missing", name));
    } catch (FileSystemException e) {
      throw new Failure(
          ExitStatus.FAILED, texts().get("file.unreadable", name, FileFault.reason(texts(), e)));
    }
  }

  /**
   * Reads it all.
   *
   * @param shown what it is called where something is wrong with it
   * @param name what the source is called where it says nothing itself
   */
  private int run(InputStream content, String shown, String name, long size)
      throws Failure, IOException {
    Counted counted = new Counted(content, shown);
    // A decoder, where a charset would replace what is not UTF-8.
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(counted, StandardCharsets.UTF_8.newDecoder()), 64 * 1024);
    ImportReport report = new ImportReport(this);
    Progress progress = new Progress(surroundings(), "import.progress", Math.max(1, size));
    try (Pipeline pipeline = new Pipeline(address(common.server), texts(), me())) {
      Optional<SourceFormat> said = format.flatMap(SourceFormat::of);
      SourceFormat read = said.isPresent() ? said.get() : SourceFormat.byLook(text);
      new Import(pipeline, source, name, report, done -> progress.show(counted.count()))
          .run(read.read(text));
    } catch (CharacterCodingException e) {
      throw usage("import.not-utf8");
    } catch (RowTooLongException e) {
      throw usage("import.header-too-long", shown, e.limit());
    } catch (NoTitleColumnException e) {
      throw usage("import.no-title-column", Visible.line(String.valueOf(e.getMessage())));
    } finally {
      progress.end();
    }
    return report.print();
  }

  /** Knows how much of it was read, in pieces, and whose failure it was that it could not be. */
  private static final class Counted extends FilterInputStream {
    private final String name;
    private long count;

    Counted(InputStream in, String name) {
      super(in);
      this.name = name;
    }

    long count() {
      return count;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int read = super.read(bytes, from, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException e) {
        // Told apart from what becomes of the connection.
        throw new FileSystemException(name, null, e.getMessage());
      }
    }
  }
}
