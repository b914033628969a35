package ticketd.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.door.AddressLiteral;
import ticketd.server.text.Texts;

/**
 * What a setting may be.
 *
 * @param <T> what it is then read as
 */
public sealed interface SettingType<T> {
  /**
   * The value at a path, which is there and not null; empty when it is not among what is allowed.
   *
   * @throws ConfigException when it is nothing of the kind, which is no more allowed
   */
  Optional<T> read(Config config, String path);

  /** For people. */
  String allowed(Texts texts);

  /** A range's least and most, or every word, as a file spells them; none of what is free. */
  default List<String> named() {
    return List.of();
  }

  /** How a help calls the value of such an option; empty where the option takes none. */
  default Optional<String> placeholder(String option) {
    return Optional.of(option.replaceFirst("^-+", "").toUpperCase(Locale.ROOT));
  }

  private static <V extends Comparable<V>> Optional<V> within(V min, V value, V max) {
    return value.compareTo(min) < 0 || value.compareTo(max) > 0
        ? Optional.empty()
        : Optional.of(value);
  }

  /** A whole number, both ends included. */
  record Whole(int min, int max) implements SettingType<Integer> {
    @Override
    public Optional<Integer> read(Config config, String path) {
      return within((long) min, config.getLong(path), (long) max).map(Long::intValue);
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-integer", min, max);
    }

    @Override
    public List<String> named() {
      return List.of(String.valueOf(min), String.valueOf(max));
    }
  }

  /** A size in bytes, both ends included. */
  record Size(long min, long max) implements SettingType<Long> {
    /** The same with another least. */
    Size atLeast(long least) {
      return new Size(least, max);
    }

    @Override
    public Optional<Long> read(Config config, String path) {
      return within(min, config.getBytes(path), max);
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-bytes", min, max);
    }

    @Override
    public List<String> named() {
      return List.of(Spelling.of(min), Spelling.of(max));
    }
  }

  /** A length of time, both ends included. */
  record Span(Duration min, Duration max) implements SettingType<Duration> {
    @Override
    public Optional<Duration> read(Config config, String path) {
      return within(min, config.getDuration(path), max);
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-duration", named().toArray());
    }

    @Override
    public List<String> named() {
      return List.of(Spelling.of(min), Spelling.of(max));
    }
  }

  /** Yes or no. */
  record Flag() implements SettingType<Boolean> {
    @Override
    public Optional<Boolean> read(Config config, String path) {
      return Optional.of(config.getBoolean(path));
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-flag");
    }

    @Override
    public Optional<String> placeholder(String option) {
      return Optional.empty();
    }
  }

  /** One of a closed set, by its own word for it. */
  record Word<T>(List<T> values, Function<T, String> spelling) implements SettingType<T> {
    static <E extends Enum<E>> Word<E> of(Class<E> all, Function<E, String> spelling) {
      return new Word<>(List.of(all.getEnumConstants()), spelling);
    }

    @Override
    public Optional<T> read(Config config, String path) {
      String word = config.getString(path);
      return values.stream().filter(value -> spelling.apply(value).equals(word)).findFirst();
    }

    @Override
    public String allowed(Texts texts) {
      return String.join(", ", named());
    }

    @Override
    public List<String> named() {
      return values.stream().map(spelling).toList();
    }

    @Override
    public Optional<String> placeholder(String option) {
      return Optional.of(String.join("|", named()));
    }
  }

  /** An address, or a name that resolves to one. */
  record Host() implements SettingType<InetAddress> {
    @Override
    public Optional<InetAddress> read(Config config, String path) {
      try {
        String host = config.getString(path);
        // A blank one would be the loopback address.
        return host.isBlank() ? Optional.empty() : Optional.of(InetAddress.getByName(host));
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-host");
    }
  }

  /** Names of hosts, of which none is looked up, as browsers spell them: in lower case, ASCII. */
  record HostNames() implements SettingType<List<String>> {
    private static final Pattern NAME =
        Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    @Override
    public Optional<List<String>> read(Config config, String path) {
      List<String> names = new ArrayList<>();
      for (String written : list(config, path)) {
        Optional<String> name = ascii(written).filter(it -> NAME.matcher(it).matches());
        if (name.isEmpty()) {
          return Optional.empty();
        }
        names.add(name.get());
      }
      return Optional.of(List.copyOf(names));
    }

    private static Optional<String> ascii(String name) {
      try {
        return Optional.of(IDN.toASCII(name).toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-host-names");
    }
  }

  /** Addresses as they are written; no name is looked up. */
  record Addresses() implements SettingType<List<InetAddress>> {
    @Override
    public Optional<List<InetAddress>> read(Config config, String path) {
      List<InetAddress> addresses = new ArrayList<>();
      for (String written : list(config, path)) {
        Optional<InetAddress> address = AddressLiteral.parse(written);
        if (address.isEmpty()) {
          return Optional.empty();
        }
        addresses.add(address.get());
      }
      return Optional.of(List.copyOf(addresses));
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-addresses");
    }
  }

  /** A list, or, where a file is not what it is given in, words between commas. */
  private static List<String> list(Config config, String path) {
    if (config.getValue(path).valueType() == ConfigValueType.LIST) {
      return config.getStringList(path);
    }
    String words = config.getString(path);
    return words.isBlank()
        ? List.of()
        : Stream.of(words.split(",", -1)).map(String::strip).toList();
  }

  /** A file; what the locale makes of its name is not decided here. */
  record FileName() implements SettingType<String> {
    @Override
    public Optional<String> read(Config config, String path) {
      return Optional.of(config.getString(path)).filter(file -> !file.isBlank());
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-file");
    }

    @Override
    public Optional<String> placeholder(String option) {
      return Optional.of("FILE");
    }
  }

  /** Words that are not looked at here. */
  record Text() implements SettingType<String> {
    @Override
    public Optional<String> read(Config config, String path) {
      return Optional.of(config.getString(path)).filter(text -> !text.isBlank());
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-text");
    }
  }

  /** A time zone by its name or its distance. */
  record Zone() implements SettingType<ZoneId> {
    @Override
    public Optional<ZoneId> read(Config config, String path) {
      try {
        return Optional.of(ZoneId.of(config.getString(path)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed(Texts texts) {
      return texts.of("allowed-zone");
    }
  }
}
