package ticketd.server.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What was given from outside, apart from files.
 *
 * @param options values by option, {@code --port} for example; of an option without a value {@code
 *     true}
 * @param properties system properties
 * @param environment variables of the environment
 */
public record Given(
    Map<String, String> options, Map<String, String> properties, Map<String, String> environment) {

  /** A file laid over the defaults. */
  public static final String CONFIG_OPTION = "--config";

  static final String CONFIG_PROPERTY = "ticketd.config";
  static final String CONFIG_VARIABLE = "TICKETD_CONFIG";

  /** The store is the POSIX segment {@code /ticket_shm}. */
  public static final String SHM_OPTION = "--shm";

  public Given {
    options = Map.copyOf(options);
    properties = Map.copyOf(properties);
    environment = Map.copyOf(environment);
  }

  /** These options, and what this process was started with. */
  public static Given ofThisProcess(Map<String, String> options) {
    Properties system = System.getProperties();
    Map<String, String> properties = new HashMap<>();
    system.stringPropertyNames().forEach(name -> properties.put(name, system.getProperty(name)));
    return new Given(options, properties, System.getenv());
  }

  /** A variable that is set and not empty. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
