package ticketd.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.journal.SyncMode;
import ticketd.server.log.LogFormat;
import ticketd.ticket.DeskRules;
import ticketd.wire.Language;

class SettingsLoaderTest {
  private static final Map<String, String> HOME = Map.of("HOME", "/home/jules");

  @TempDir Path directory;

  private static Settings load(
      Map<String, String> options, Map<String, String> properties, Map<String, String> environment)
      throws SettingsException {
    return SettingsLoader.load(new Given(options, properties, environment), OptionalLong.empty());
  }

  private static Settings withProperty(String name, String value) throws SettingsException {
    return load(Map.of(), Map.of(name, value), HOME);
  }

  private Settings withFile(String text) throws SettingsException, IOException {
    return load(Map.of("--config", file(text)), Map.of(), HOME);
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getAllByName(literal)[0];
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("given.conf"), text).toString();
  }

  @Test
  void shouldHaveTheseDefaults() throws Exception {
    Settings settings = load(Map.of(), Map.of(), HOME);

    assertThat(settings.listen())
        .isEqualTo(
            new Settings.Listen(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                12_345,
                new Exposure(false, false, false, false),
                1_024));
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.requireAccounts()).isFalse();
    assertThat(settings.rules()).isEqualTo(DeskRules.NONE);
    assertThat(settings.store())
        .isEqualTo(
            new Settings.Store(
                Path.of("/home/jules/.local/share/ticketd/ticket_shm"),
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty()));
    assertThat(settings.limits())
        .isEqualTo(
            new Settings.Limits(
                262_144,
                268_435_456,
                10_000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10)));
    assertThat(settings.http()).isEqualTo(new Settings.Http(true, Set.of("127.0.0.1"), Set.of()));
    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.language()).isEqualTo(Language.FR);
    assertThat(settings.zone()).isEqualTo(ZoneId.systemDefault());
    assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
  }

  @Test
  void shouldRunTheActorSystemByThese() throws Exception {
    var pekko = load(Map.of(), Map.of(), HOME).actorSystem();

    assertThat(pekko.getString("ticketd.journal-dispatcher.type")).isEqualTo("PinnedDispatcher");
    assertThat(pekko.getInt("ticketd.scan-dispatcher.thread-pool-executor.fixed-pool-size"))
        .isEqualTo(2);
    assertThat(pekko.getStringList("pekko.loggers"))
        .containsExactly("org.apache.pekko.event.slf4j.Slf4jLogger");
    assertThat(pekko.getString("pekko.loglevel")).isEqualTo("WARNING");
    assertThat(pekko.getString("pekko.stdout-loglevel")).isEqualTo("OFF");
    assertThat(pekko.getBoolean("pekko.jvm-exit-on-fatal-error")).isTrue();
    assertThat(pekko.getBoolean("pekko.jvm-shutdown-hooks")).isFalse();
    assertThat(pekko.getBoolean("pekko.coordinated-shutdown.exit-jvm")).isFalse();
    assertThat(pekko.getBoolean("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook")).isFalse();
  }

  @Test
  void shouldPreferTheOptionThenThePropertyThenTheEnvironmentThenTheFile() throws Exception {
    Map<String, String> option = Map.of("--port", "1001");
    Map<String, String> property = Map.of("ticketd.port", "1002");
    String file = file("ticketd.port = 1004");
    Map<String, String> environment =
        Map.of("HOME", "/home/jules", "TICKETD_PORT", "1003", "TICKETD_CONFIG", file);
    Map<String, String> onlyTheFile = Map.of("HOME", "/home/jules", "TICKETD_CONFIG", file);

    assertThat(load(option, property, environment).listen().port()).isEqualTo(1001);
    assertThat(load(Map.of(), property, environment).listen().port()).isEqualTo(1002);
    assertThat(load(Map.of(), Map.of(), environment).listen().port()).isEqualTo(1003);
    assertThat(load(Map.of(), Map.of(), onlyTheFile).listen().port()).isEqualTo(1004);
    assertThat(load(Map.of(), Map.of(), HOME).listen().port()).isEqualTo(12_345);
  }

  @Test
  void shouldReadEveryVariableOfTheEnvironment() throws Exception {
    Settings settings =
        load(
            Map.of(),
            Map.of(),
            Map.of(
                "TICKETD_HOST", "::1",
                "TICKETD_PORT", "0",
                "TICKETD_STORE", "/srv/tickets",
                "TICKETD_SYNC", "interval",
                "TICKETD_LANG", "en"));

    byte[] v6 = new byte[16];
    v6[15] = 1;
    assertThat(settings.listen().address()).isEqualTo(InetAddress.getByAddress(v6));
    assertThat(settings.listen().port()).isZero();
    assertThat(settings.store().file()).isEqualTo(Path.of("/srv/tickets"));
    assertThat(settings.store().sync()).contains(SyncMode.INTERVAL);
    assertThat(settings.language()).isEqualTo(Language.EN);
  }

  @Test
  void shouldTakeAnEmptyVariableForNone() throws Exception {
    Settings settings = load(Map.of(), Map.of(), Map.of("HOME", "/home/jules", "TICKETD_PORT", ""));

    assertThat(settings.listen().port()).isEqualTo(12_345);
  }

  @Test
  void shouldReadEverySettingFromAFile() throws Exception {
    Settings settings =
        withFile(
            """
            ticketd {
              host = "0.0.0.0", allow-remote = on, allow-plain = on, require-accounts = on, port = 80, backlog = 2048, lang = en
              zone = "Europe/Paris", drain-timeout = 3s
              store { file = /a/b, sync = os, sync-interval = 20ms, lock-timeout = 5 seconds }
              limits { max-line = 64KiB, unfinished-lines = 1MiB, max-connections = 5
                idle-timeout = 1m, first-request-timeout = 2s, line-timeout = 3s
                stall-timeout = 4s }
              http { enabled = off, hosts = [Desk.Example, bücher.example] }
              proxies = [10.0.0.1, "::1"]
              desk { escalate-after = 24h, max-in-progress = 5 }
              log.format = json
            }
            """);

    assertThat(settings.listen())
        .isEqualTo(
            new Settings.Listen(
                InetAddress.getByAddress(new byte[4]),
                80,
                new Exposure(true, false, true, true),
                2_048));
    assertThat(settings.store())
        .isEqualTo(
            new Settings.Store(
                Path.of("/a/b"),
                Optional.of(SyncMode.OS),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                Optional.empty()));
    assertThat(settings.requireAccounts()).isTrue();
    assertThat(settings.rules())
        .isEqualTo(new DeskRules(Optional.of(Duration.ofHours(24)), OptionalInt.of(5)));
    assertThat(settings.limits())
        .isEqualTo(
            new Settings.Limits(
                65_536,
                1_048_576,
                5,
                Duration.ofMinutes(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
    assertThat(settings.http())
        .isEqualTo(
            new Settings.Http(
                false,
                Set.of("desk.example", "xn--bcher-kva.example", "0.0.0.0"),
                Set.of(address("10.0.0.1"), address("::1"))));
    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.language()).isEqualTo(Language.EN);
    assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
    assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
  }

  @Test
  void shouldTakeTheHttpBlockForItsSwitch() throws Exception {
    assertThat(withFile("ticketd.http = off").http().enabled()).isFalse();
    assertThat(withFile("ticketd { http = on }").http().enabled()).isTrue();
    assertThat(withProperty("ticketd.http", "off").http().enabled()).isFalse();
    assertThat(withProperty("ticketd.http.enabled", "off").http().enabled()).isFalse();
    String file = file("ticketd {\n  http = perhaps\n}\n");
    assertThatThrownBy(() -> load(Map.of("--config", file), Map.of(), HOME))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(file + ":2: ", "ticketd.http", "perhaps");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticketd.port | 0 | 65535",
        "ticketd.backlog | 1 | 65535",
        "ticketd.drain-timeout | 0s | 1h",
        "ticketd.store.sync-interval | 10ms | 1h",
        "ticketd.store.lock-timeout | 1ms | 1h",
        "ticketd.desk.escalate-after | 1s | 8760h",
        "ticketd.desk.max-in-progress | 1 | 1000",
        "ticketd.limits.max-line | 16 | 16777216",
        "ticketd.limits.unfinished-lines | 262144 | 1099511627776",
        "ticketd.limits.max-connections | 1 | 1000000",
        "ticketd.limits.idle-timeout | 1ms | 240h",
        "ticketd.limits.first-request-timeout | 1ms | 240h",
        "ticketd.limits.line-timeout | 1ms | 240h",
        "ticketd.limits.stall-timeout | 1ms | 240h",
      })
  void shouldAcceptBothEndsOfARangeAndNothingBeyond(String setting, String least, String most)
      throws Exception {
    if (setting.endsWith("max-line")) {
      load(Map.of(), Map.of(setting, most, "ticketd.limits.unfinished-lines", most), HOME);
    } else {
      withProperty(setting, most);
    }
    withProperty(setting, least);

    assertRefused(setting, beyond(least, -1), least, most);
    assertRefused(setting, beyond(most, 1), least, most);
    assertRefused(setting, "many", least, most);
    assertRefused(setting, "", least, most);
  }

  /** One unit further: {@code 1h} to {@code 3600001ms}, {@code 16} to {@code 15}. */
  private static String beyond(String end, int step) {
    if (Character.isDigit(end.charAt(end.length() - 1))) {
      return String.valueOf(Long.parseLong(end) + step);
    }
    long millis = ConfigFactory.parseString("x=" + end).getDuration("x").toMillis();
    return millis + step + "ms";
  }

  private static void assertRefused(String setting, String value, String least, String most) {
    assertThatThrownBy(() -> withProperty(setting, value))
        .describedAs("%s = %s", setting, value)
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("-D" + setting, value, least, most)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticketd.allow-remote | perhaps | true",
        "ticketd.allow-plain | perhaps | true",
        "ticketd.require-accounts | perhaps | true",
        "ticketd.http | perhaps | true",
        "ticketd.lang | de | fr, en",
        "ticketd.zone | Europe/Atlantis | Europe/Paris",
        "ticketd.store.sync | never | always, interval, os",
        "ticketd.store.sync | ALWAYS | always, interval, os",
        "ticketd.log.format | xml | text, json",
        "ticketd.host | nowhere.invalid | IPv6",
        "ticketd.http.hosts | desk.example:80 | desk.example",
        "ticketd.http.hosts | *.example | desk.example",
        "ticketd.http.hosts | http://desk.example | desk.example",
        "ticketd.http.hosts | 'a.example,' | desk.example",
        "ticketd.proxies | proxy.example | 10.0.0.1",
        "ticketd.proxies | 10.0.0.0/8 | 10.0.0.1",
        "ticketd.host | 0.0.0.0 | --allow-remote",
        "ticketd.host | :: | --allow-remote",
        "ticketd.host | 192.0.2.1 | --allow-remote",
      })
  void shouldRefuseAWordThatIsNotAllowedAndSayWhatIs(String setting, String value, String allowed) {
    assertThatThrownBy(() -> withProperty(setting, value))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("-D" + setting, value, allowed);
  }

  @Test
  void shouldRefuseALanguageInTheOneThatWasAskedForOtherwise() {
    Map<String, String> english = Map.of("HOME", "/h", "TICKETD_LANG", "en");
    assertThatThrownBy(() -> load(Map.of("--lang", "xx"), Map.of(), english))
        .hasMessage("--lang: value refused \"xx\"; allowed: fr, en");
    assertThatThrownBy(() -> load(Map.of(), Map.of("ticketd.lang", "xx"), english))
        .hasMessageStartingWith("-Dticketd.lang: value refused");
    assertThatThrownBy(() -> load(Map.of("--lang", "xx"), Map.of(), HOME))
        .hasMessageStartingWith("--lang : valeur refusée");
  }

  @Test
  void shouldTakeAListBetweenCommasToo() throws Exception {
    assertThat(withProperty("ticketd.http.hosts", "a.example, B.example").http().hosts())
        .containsExactlyInAnyOrder("a.example", "b.example", "127.0.0.1");
    assertThat(withProperty("ticketd.http.hosts", "").http().hosts()).containsExactly("127.0.0.1");
    assertThat(withProperty("ticketd.proxies", "10.0.0.1,[::1]").http().proxies())
        .containsExactlyInAnyOrder(address("10.0.0.1"), address("::1"));
  }

  @Test
  void shouldGoByTheNameThatItListensAt() throws Exception {
    assertThat(withProperty("ticketd.host", "LocalHost").http().hosts())
        .containsExactly("localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"})
  void shouldAcceptEveryLoopbackAddressWithoutMore(String host) throws Exception {
    assertThat(withProperty("ticketd.host", host).listen().isRemote()).isFalse();
  }

  @Test
  void shouldNameTheSourceOfAWrongValueAsItsGiverKnowsIt() throws Exception {
    String file = file("ticketd {\n  lang = en\n  port = -1\n}\n");

    assertThatThrownBy(() -> load(Map.of("--port", "x"), Map.of(), HOME))
        .hasMessageStartingWith("--port ");
    assertThatThrownBy(
            () -> load(Map.of(), Map.of(), Map.of("HOME", "/h", "TICKETD_PORT", "70000")))
        .hasMessageStartingWith("TICKETD_PORT ");
    assertThatThrownBy(() -> load(Map.of("--config", file), Map.of(), HOME))
        .hasMessageStartingWith(file + ":3: ticketd.port ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ticketd.prot = 1",
        "ticketd.limits.max-lines = 1",
        "ticketd { store { fil = x } }",
        "ticketd.store = x",
        "ticketd = x",
        "ticketd.shm = true"
      })
  void shouldRefuseASettingThatDoesNotExist(String text) {
    assertThatThrownBy(() -> withFile(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("réglage inconnu")
        .hasMessageContaining("permis : ticketd.");
    assertThatThrownBy(() -> withProperty("ticketd.prot", "1"))
        .hasMessageContainingAll("-Dticketd.prot", "ticketd.port");
  }

  @Test
  void shouldSayWhatIsAllowedBesideAnUnknownSetting() {
    assertThatThrownBy(() -> withFile("ticketd.store.sink = os"))
        .hasMessageContainingAll(
            "given.conf:1: ticketd.store.sink",
            "ticketd.store.file, ticketd.store.sync, ticketd.store.sync-interval,"
                + " ticketd.store.lock-timeout");
  }

  @Test
  void shouldRefuseAFileThatIsMissingOrMalformedInOneLine() {
    assertThatThrownBy(() -> load(Map.of("--config", "/no/such.conf"), Map.of(), HOME))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("--config", "/no/such.conf");
    assertThatThrownBy(() -> withFile("ticketd {\n port = \n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("--config", "given.conf")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> withFile("ticketd.port = ${nothing}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(
            () -> load(Map.of(), Map.of(), Map.of("HOME", "/h", "TICKETD_CONFIG", "/no.conf")))
        .hasMessageContainingAll("TICKETD_CONFIG", "/no.conf");
  }

  @Test
  void shouldPassOnTheActorSystemsOwnSettings() throws Exception {
    assertThat(
            withProperty("pekko.actor.default-dispatcher.throughput", "7")
                .actorSystem()
                .getInt("pekko.actor.default-dispatcher.throughput"))
        .isEqualTo(7);
    assertThat(
            withFile("ticketd.scan-dispatcher.throughput = 3\npekko.loglevel = ERROR")
                .actorSystem()
                .getInt("ticketd.scan-dispatcher.throughput"))
        .isEqualTo(3);
  }

  @Test
  void shouldPutTheStoreWhereTheEnvironmentSaysWhenNobodyElseDoes() throws Exception {
    assertThat(storeFile(Map.of("STATE_DIRECTORY", "/var/lib/ticketd:/other", "HOME", "/root")))
        .isEqualTo(Path.of("/var/lib/ticketd/ticket_shm"));
    assertThat(storeFile(Map.of("XDG_DATA_HOME", "/data", "HOME", "/home/jules")))
        .isEqualTo(Path.of("/data/ticketd/ticket_shm"));
    assertThat(storeFile(Map.of("XDG_DATA_HOME", "not/absolute", "HOME", "/home/jules")))
        .isEqualTo(Path.of("/home/jules/.local/share/ticketd/ticket_shm"));
    assertThatThrownBy(() -> storeFile(Map.of("XDG_DATA_HOME", "")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("--store", "HOME");
  }

  /** What came in as the mark for bytes that the locale does not know. */
  @Test
  void shouldSayThatTheLocaleCannotSpellAPathAndWhoGaveIt() throws Exception {
    String home = "/x/ren\ufffd";
    String config = file("ticketd.store.file = \"/srv/d\ufffdp\"");
    Map<String, String> english = Map.of("--lang", "en");

    assertUnspellable("HOME", english, Map.of("HOME", home));
    assertUnspellable("XDG_DATA_HOME", english, Map.of("XDG_DATA_HOME", home));
    assertUnspellable("STATE_DIRECTORY", english, Map.of("STATE_DIRECTORY", home, "HOME", "/h"));
    assertUnspellable("TICKETD_STORE", english, Map.of("TICKETD_STORE", home));
    assertUnspellable("TICKETD_CONFIG", english, Map.of("TICKETD_CONFIG", home, "HOME", "/h"));
    assertUnspellable("--store", Map.of("--lang", "en", "--store", home), HOME);
    assertUnspellable("--config", Map.of("--lang", "en", "--config", home), HOME);
    assertUnspellable(
        config + ":1: ticketd.store.file", Map.of("--lang", "en", "--config", config), HOME);
  }

  private static void assertUnspellable(
      String name, Map<String, String> options, Map<String, String> environment) {
    assertThatThrownBy(() -> load(options, Map.of(), environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(name + ": the locale, whose character set is ")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }

  @Test
  void shouldRefuseAPathThatCannotBe() {
    assertThatThrownBy(() -> load(Map.of("--store", "a\0b"), Map.of(), HOME))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("--store : valeur refusée");
  }

  private static Path storeFile(Map<String, String> environment) throws SettingsException {
    return load(Map.of(), Map.of(), environment).store().file();
  }

  @Test
  void shouldMakeARelativeStoreAbsolute() throws Exception {
    assertThat(load(Map.of("--store", "here/x"), Map.of(), Map.of()).store().file())
        .isEqualTo(Path.of("here/x").toAbsolutePath());
  }

  @Test
  void shouldPutTheStoreInSharedMemoryWithShm() throws Exception {
    Map<String, String> elsewhere = Map.of("TICKETD_STORE", "/elsewhere");
    Settings.Store store = load(Map.of("--shm", "true"), Map.of(), elsewhere).store();

    assertThat(store.file()).isEqualTo(Path.of("/dev/shm/ticket_shm"));
    assertThat(store.sync()).contains(SyncMode.OS);
    assertThat(load(Map.of("--shm", "true", "--sync", "interval"), Map.of(), HOME).store().sync())
        .contains(SyncMode.INTERVAL);
    assertThatThrownBy(() -> load(Map.of("--shm", "true", "--store", "/a"), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("--shm", "--store");
  }

  @Test
  void shouldKeepConnectionsBelowTheLimitOfOpenFiles() throws Exception {
    Given given = new Given(Map.of(), Map.of(), HOME);

    assertThat(maxConnections(given, 1_048_576)).isEqualTo(10_000);
    assertThat(maxConnections(given, 1_024)).isEqualTo(896);
    assertThat(maxConnections(given, 256)).isEqualTo(128);
    assertThat(maxConnections(given, 64)).isEqualTo(16);
  }

  private static int maxConnections(Given given, long openFiles) throws SettingsException {
    return SettingsLoader.load(given, OptionalLong.of(openFiles)).limits().maxConnections();
  }

  @Test
  void shouldReadTheLimitOfOpenFilesOfThisProcess() {
    assertThat(OpenFileLimit.ofThisProcess().orElseThrow()).isPositive();
    assertThat(OpenFileLimit.in("Max open files            256      1024     files\n"))
        .hasValue(256);
    assertThat(OpenFileLimit.in("Max open files            unlimited unlimited files\n")).isEmpty();
  }

  @Test
  void shouldTellMistakesInTheLanguageAskedFor() {
    assertThatThrownBy(() -> load(Map.of("--lang", "en", "--port", "x"), Map.of(), HOME))
        .hasMessage("--port: value refused \"x\"; allowed: an integer from 0 to 65535");
    assertThatThrownBy(() -> load(Map.of("--port", "x"), Map.of(), HOME))
        .hasMessage("--port : valeur refusée « x » ; permis : un entier de 0 à 65535");
  }

  @Test
  void shouldKeepAMistakeOnOneLineWhateverTheValue() {
    assertThatThrownBy(() -> load(Map.of("--sync", "a\nb\u001b[31m"), Map.of(), HOME))
        .hasMessageContaining("a\\nb\\u001b[31m");
  }

  @Test
  void shouldRefuseASettingOutsideOfItsBlock() throws Exception {
    assertThatThrownBy(() -> withFile("ticketd.port = 1\nrequire-accounts = true"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(".conf:2: require-accounts", "ticketd.require-accounts");
    assertThatThrownBy(() -> withFile("tls { cert = /a }"))
        .hasMessageContainingAll(":1: tls", "ticketd.tls.…");
    assertThat(withFile("mine = 4000\nticketd.port = ${mine}").listen().port()).isEqualTo(4000);
  }
}
