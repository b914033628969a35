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
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Pipeline;
import ticketd.client.screen.Visible;
import ticketd.client.transfer.NoTitleColumnException;
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
    if (file.equals(STANDARD_INPUT)) {
      return run(surroundings().in(), STANDARD_INPUT, 0);
    }
    String name = Visible.line(file);
    try {
      Path path = Path.of(file);
      try (InputStream content = Files.newInputStream(path)) {
        return run(content, String.valueOf(path.getFileName()), Files.size(path));
      }
    } catch (NoSuchFileException e) {
      throw new Failure(ExitStatus.FAILED, texts().get("file.missing", name));
    } catch (FileSystemException e) {
      throw new Failure(
          ExitStatus.FAILED, texts().get("file.unreadable", name, String.valueOf(e.getReason())));
    } catch (InvalidPathException e) {
      throw new Failure(ExitStatus.FAILED, texts().get("file.unreadable", name, e.getReason()));
    }
  }

  private int run(InputStream content, String name, long size) throws Failure, IOException {
    Counted counted = new Counted(content);
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
    } catch (NoTitleColumnException e) {
      throw usage("import.no-title-column", Visible.line(String.valueOf(e.getMessage())));
    } finally {
      progress.end();
    }
    return report.print();
  }

  /** Knows how much of it was read. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
