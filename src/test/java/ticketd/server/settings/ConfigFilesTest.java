package ticketd.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code config/} say what is so. */
class ConfigFilesTest {
  private static final Path SETTINGS = Path.of("config", "ticketd.conf");
  private static final Path BUNDLES = Path.of("src", "main", "resources", "bundles");
  private static final Path REFERENCE = Path.of("src", "main", "resources", "reference.conf");
  private static final Path LOGGING = Path.of("config", "logback.xml");

  @Test
  void shouldChangeNothingAsItIs() throws Exception {
    Config file = parse(Files.readString(SETTINGS));

    assertThat(file.entrySet()).isEmpty();
  }

  @Test
  void shouldShowEverySettingWithItsDefault() throws Exception {
    String text = Files.readString(SETTINGS);
    String uncommented =
        Pattern.compile("^(\\s+)#(?=[a-z])", Pattern.MULTILINE).matcher(text).replaceAll("$1");

    assertThat(parse(uncommented).root()).isEqualTo(Setting.presets().root());
  }

  @Test
  void shouldSayOfEverySettingHowElseItIsGivenAndWhatItMayBe() throws Exception {
    Map<String, String> comments = comments(Files.readAllLines(SETTINGS));

    for (Setting<?> setting : Setting.all()) {
      List<String> expected = new ArrayList<>();
      setting.option().ifPresent(expected::add);
      setting.variable().ifPresent(expected::add);
      List<String> named = setting.type().named();
      if (setting.type() instanceof SettingType.Word) {
        expected.addAll(named);
      } else if (setting.equals(Setting.UNFINISHED_LINES)) {
        expected.add("max-line to " + named.get(1));
      } else if (!named.isEmpty()) {
        expected.add(String.join(" to ", named));
      }
      assertThat(comments).containsKey(setting.path());
      for (String word : expected) {
        assertThat(comments.get(setting.path()))
            .describedAs(setting.path())
            .containsPattern("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])");
      }
    }
  }

  /** By the path of the setting that each comment stands before. */
  private static Map<String, String> comments(List<String> lines) {
    Map<String, String> comments = new HashMap<>();
    Deque<String> blocks = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("# ")) {
        comment.append(text.substring(1));
        continue;
      }
      if (text.endsWith("{")) {
        blocks.addLast(text.replace(" {", ""));
      } else if (text.equals("}")) {
        blocks.removeLast();
      } else if (text.matches("#[a-z-]+ = .*")) {
        String name = text.substring(1, text.indexOf(" = "));
        comments.put(String.join(".", blocks) + "." + name, comment.toString());
      }
      comment.setLength(0);
    }
    return comments;
  }

  @Test
  void shouldHaveADefaultForEverySettingThatItMayBe() {
    Config presets = Setting.presets();

    for (Setting<?> setting : Setting.all()) {
      assertThat(presets.hasPathOrNull(setting.path())).isTrue();
      if (presets.hasPath(setting.path())) {
        assertThat(setting.type().read(presets, setting.path()))
            .describedAs(setting.path())
            .isPresent();
      }
    }
    assertThat(presets.entrySet()).allMatch(entry -> Setting.isKnown(entry.getKey()));
  }

  @Test
  void shouldLeaveToTheActorSystemOnlyWhatIsFree() throws Exception {
    Config reference = parse(Files.readString(REFERENCE));

    assertThat(reference.root().keySet()).containsExactly(Setting.ROOT);
    assertThat(reference.getObject(Setting.ROOT).keySet())
        .containsExactlyInAnyOrderElementsOf(Setting.FREE);
  }

  @Test
  void shouldNameEveryVariableInTheReadme() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String settings = readme.substring(readme.indexOf("## Settings"), readme.indexOf("## Who"));

    assertThat(Pattern.compile("TICKETD_\\w+").matcher(settings).results().map(MatchResult::group))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Setting.all().stream().flatMap(setting -> setting.variable().stream()),
                    Stream.of(Given.CONFIG_VARIABLE))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "fr"})
  void shouldHaveHelpForEveryOptionAndEachWordOfTheSyncModes(String language) throws Exception {
    Properties help = new Properties();
    try (Reader reader =
        Files.newBufferedReader(BUNDLES.resolve("client_" + language + ".properties"))) {
      help.load(reader);
    }

    for (Setting<?> setting : Setting.all()) {
      setting
          .option()
          .ifPresent(
              option -> assertThat(help).containsKey("ticket.server." + option.substring(2)));
    }
    assertThat(help.getProperty("ticket.server.sync")).contains(Setting.STORE_SYNC.type().named());
  }

  @Test
  void shouldStartTheServiceInALocaleThatSpellsEveryPath() throws Exception {
    assertThat(Files.readAllLines(Path.of("config", "ticketd@.service")))
        .filteredOn(line -> line.startsWith("Environment="))
        .singleElement()
        .asString()
        .endsWith(" LC_ALL=C.UTF-8");
  }

  @Test
  void shouldConfigureTheLogWithoutAWarning() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LOGGING.toFile());

    assertThat(context.getStatusManager().getCopyOfStatusList())
        .filteredOn(status -> status.getLevel() > Status.INFO)
        .extracting(Status::getMessage)
        // Of two formats one is not used.
        .containsExactly("Appender named [json] not referenced. Skipping further processing.");
    context.stop();
  }

  private static Config parse(String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
  }
}
