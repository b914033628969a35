package ticketd.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files in {@code config/} say what is so. */
class ConfigFilesTest {
  private static final Path SETTINGS = Path.of("config", "ticketd.conf");
  private static final Path DEFAULTS = Path.of("src", "main", "resources", "reference.conf");
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

    ConfigObject shown = parse(uncommented).getConfig(Setting.ROOT).root();
    ConfigObject settings = parse(Files.readString(DEFAULTS)).getObject(Setting.ROOT);
    for (String free : Setting.FREE) {
      settings = settings.withoutKey(free);
    }

    assertThat(shown).isEqualTo(settings);
  }

  @Test
  void shouldHaveADefaultForEverySettingAndNothingElse() throws Exception {
    Config defaults = parse(Files.readString(DEFAULTS));

    assertThat(defaults.root().keySet()).containsExactly(Setting.ROOT);
    assertThat(Arrays.stream(Setting.values()).map(Setting::path))
        .allMatch(defaults::hasPathOrNull);
    assertThat(defaults.entrySet()).allMatch(entry -> Setting.isKnown(entry.getKey()));
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
    for (Path file : List.of(LOGGING, Path.of("src", "main", "resources", "logback.xml"))) {
      LoggerContext context = new LoggerContext();
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(file.toFile());

      assertThat(context.getStatusManager().getCopyOfStatusList())
          .describedAs(file.toString())
          .filteredOn(status -> status.getLevel() > Status.INFO)
          .extracting(Status::getMessage)
          // Of two formats one is not used.
          .containsExactly("Appender named [json] not referenced. Skipping further processing.");
      context.stop();
    }
  }

  private static Config parse(String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
  }
}
