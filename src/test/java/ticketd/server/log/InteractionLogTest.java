package ticketd.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.door.Deed;
import ticketd.testing.Processes;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.wire.Language;

class InteractionLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_795_500_000_123L), ZoneOffset.UTC);

  /** As much as a pipe holds on Linux; the next byte blocks. */
  private static final byte[] FULL_PIPE = "\n".repeat(64 << 10).getBytes(StandardCharsets.UTF_8);

  private static final String PEER = "127.0.0.1:40000";
  private static final Identity JULES = Identity.of("Jules").orElseThrow();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private InteractionLog log(LogFormat format, Language language) {
    return new InteractionLog(out, format, language, CLOCK);
  }

  private static void oneOfEach(InteractionLog log) {
    log.connected(PEER);
    log.identified(PEER, JULES);
    log.filed(PEER, JULES, 7);
    log.changed(PEER, JULES, EventKind.CLOSED, 7);
    log.left(PEER, "quit");
    log.close(PATIENCE);
  }

  private List<String> written() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void shouldSayWhoDidWhatInFrench() {
    oneOfEach(log(LogFormat.TEXT, Language.FR));

    assertThat(written())
        .containsExactly(
            "[INFO] 127.0.0.1:40000 connecté",
            "[INFO] 127.0.0.1:40000 identifié : Jules",
            "[INFO] 127.0.0.1:40000 Jules a déposé le ticket #7",
            "[INFO] 127.0.0.1:40000 Jules a changé le ticket #7 : closed",
            "[INFO] 127.0.0.1:40000 parti : quit");
  }

  @Test
  void shouldSayWhoDidWhatInEnglish() {
    oneOfEach(log(LogFormat.TEXT, Language.EN));

    assertThat(written())
        .containsExactly(
            "[INFO] 127.0.0.1:40000 connected",
            "[INFO] 127.0.0.1:40000 identified: Jules",
            "[INFO] 127.0.0.1:40000 Jules filed ticket #7",
            "[INFO] 127.0.0.1:40000 Jules changed ticket #7: closed",
            "[INFO] 127.0.0.1:40000 left: quit");
  }

  @Test
  void shouldWriteAnObjectALineForPrograms() {
    oneOfEach(log(LogFormat.JSON, Language.EN));

    assertThat(written())
        .hasSize(5)
        .contains(
            "{\"timestamp\":1795500000123,\"level\":\"INFO\",\"event\":\"filed\","
                + "\"peer\":\"127.0.0.1:40000\",\"who\":\"Jules\",\"id\":7,"
                + "\"message\":\"127.0.0.1:40000 Jules filed ticket #7\"}",
            "{\"timestamp\":1795500000123,\"level\":\"INFO\",\"event\":\"closed\","
                + "\"peer\":\"127.0.0.1:40000\",\"who\":\"Jules\",\"id\":7,"
                + "\"message\":\"127.0.0.1:40000 Jules changed ticket #7: closed\"}");
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhatWasDoneToWhatBelongsToNoTicket(Deed deed) {
    for (Language language : Language.values()) {
      InteractionLog log = log(LogFormat.TEXT, language);
      log.did(PEER, JULES, deed, "x-1");
      log.close(PATIENCE);
    }
    InteractionLog json = log(LogFormat.JSON, Language.EN);
    json.did(PEER, JULES, deed, "x-1");
    json.close(PATIENCE);

    assertThat(written())
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.contains(PEER + " Jules ") && line.contains("x-1"));
    assertThat(written().get(2))
        .contains("\"event\":\"" + deed.wireName() + "\",\"peer\":")
        .contains("\"who\":\"Jules\",\"name\":\"x-1\"");
  }

  @Test
  void shouldEscapeWhateverAPeerSends() {
    Identity hostile = new Identity("a\u001b[31m\nb\u202e", "x");
    InteractionLog text = log(LogFormat.TEXT, Language.EN);
    text.identified(PEER, hostile);
    text.close(PATIENCE);
    InteractionLog json = log(LogFormat.JSON, Language.EN);
    json.identified(PEER, hostile);
    json.close(PATIENCE);

    assertThat(written()).hasSize(2);
    assertThat(written().get(0)).endsWith("identified: a\\u001b[31m\\nb\\u202e");
    assertThat(written().get(1).toUpperCase(Locale.ROOT))
        .contains("\"WHO\":\"A\\U001B[31M\\NB\\U202E\"");
  }

  @Test
  void shouldSumUpWhatComesAboveTwentyLinesASecond() {
    InteractionLog log = log(LogFormat.TEXT, Language.FR);
    for (int i = 0; i < 5_000; i++) {
      log.filed(PEER, JULES, i);
    }
    log.close(PATIENCE);

    List<String> lines = written();
    assertThat(lines).filteredOn(line -> line.contains("a déposé")).hasSize(20);
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("[INFO] En plus : dépôts "))
                .mapToInt(line -> Integer.parseInt(line.replaceFirst(".* ", "")))
                .sum())
        .isEqualTo(4_980);
    assertThat(lines).hasSizeLessThan(30);
  }

  @Test
  void shouldSayNothingOfASilencedPeer() {
    InteractionLog log = log(LogFormat.TEXT, Language.EN);
    log.silence(PEER);
    log.connected(PEER);
    log.left(PEER, "end-of-input");
    log.connected(PEER);
    log.close(PATIENCE);

    assertThat(written()).containsExactly("[INFO] 127.0.0.1:40000 connected");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldHoldNobodyUpWhenItsReaderReadsNothing() throws Exception {
    Process reader = stoppedReader();
    try (OutputStream pipe = reader.getOutputStream()) {
      pipe.write(FULL_PIPE);
      InteractionLog log = new InteractionLog(pipe, LogFormat.TEXT, Language.EN, CLOCK);
      for (int i = 0; i < 100_000; i++) {
        log.filed(PEER, JULES, i);
      }
      Processes.signal("CONT", reader);
      log.close(PATIENCE);
    }

    List<String> lines = read(reader);
    assertThat(lines).filteredOn(line -> line.contains("filed ticket")).hasSize(20);
    assertThat(lines).contains("[INFO] In addition: filings 99980");
  }

  /** Whether or not the queue has room for the word that it is over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2 * LogOutput.CAPACITY})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotHangAtTheEndWhenItsReaderReadsNothing(int lines) throws Exception {
    Process reader = stoppedReader();
    try {
      OutputStream pipe = reader.getOutputStream();
      pipe.write(FULL_PIPE);
      InteractionLog log = new InteractionLog(pipe, LogFormat.TEXT, Language.EN, CLOCK);
      for (int i = 0; i < lines; i++) {
        log.say(new LogEntry("test", "a line", List.of()));
      }

      log.close(Duration.ofMillis(100));
    } finally {
      reader.destroyForcibly();
    }
  }

  /** A process that does not read what is written to it until it gets SIGCONT. */
  private static Process stoppedReader() throws Exception {
    Process reader = Processes.builder("cat").start();
    Processes.signal("STOP", reader);
    Path stat = Path.of("/proc", String.valueOf(reader.pid()), "stat");
    await().until(() -> Files.readString(stat).contains(") T "));
    return reader;
  }

  private static List<String> read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** A disk that is full, until it is not. */
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private volatile boolean isFull;

    @Override
    public synchronized void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (isFull) {
        throw new IOException("No space left on device");
      }
      kept.write(bytes, offset, length);
    }

    private synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void shouldLogAgainOnceThereIsRoomAndTellHowManyWereNot() {
    Disk disk = new Disk();
    InteractionLog log = new InteractionLog(disk, LogFormat.TEXT, Language.EN, CLOCK);
    disk.isFull = true;
    log.connected("127.0.0.1:1");
    await().until(() -> log.dropped() == 1);
    disk.isFull = false;
    await().until(() -> disk.text().contains("1"));
    log.connected("127.0.0.1:2");
    await().until(() -> disk.text().contains("127.0.0.1:2"));
    assertThat(disk.text()).doesNotContain("127.0.0.1:1");
    assertThat(log.dropped()).isEqualTo(1);
  }
}
