package ticketd.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An instance of every kind that a sealed interface permits, so that a chain of {@code instanceof}
 * is shown to know them all, also the one added tomorrow.
 */
public final class Permitted {
  private final List<Object> given;

  private Permitted(List<Object> given) {
    this.given = given;
  }

  /**
   * One of each record and of each enum below {@code sealed}.
   *
   * @param given values of classes of which none can be made up
   */
  public static <T> List<T> of(Class<T> sealed, Object... given) {
    Permitted permitted = new Permitted(List.of(given));
    List<T> found = new ArrayList<>();
    for (Class<?> kind : leaves(sealed)) {
      found.add(sealed.cast(permitted.sample(kind)));
    }
    return found;
  }

  private static List<Class<?>> leaves(Class<?> kind) {
    if (!kind.isSealed()) {
      return List.of(kind);
    }
    return Arrays.stream(kind.getPermittedSubclasses())
        .flatMap(below -> leaves(below).stream())
        .distinct()
        .toList();
  }

  private Object sample(Type type) {
    if (type instanceof ParameterizedType generic) {
      Object element = sample(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) {
        return Optional.of(element);
      }
      return generic.getRawType() == Set.class ? Set.of(element) : List.of(element);
    }
    Class<?> kind = (Class<?>) type;
    Optional<Object> known = given.stream().filter(kind::isInstance).findFirst();
    if (known.isPresent()) {
      return known.get();
    } else if (kind == long.class) {
      return 1L;
    } else if (kind == int.class) {
      return 1;
    } else if (kind == boolean.class) {
      return true;
    } else if (kind == String.class) {
      return "x";
    } else if (kind == Instant.class) {
      return Instant.EPOCH;
    } else if (kind == Duration.class) {
      return Duration.ofSeconds(1);
    } else if (kind == OptionalInt.class) {
      return OptionalInt.of(1);
    } else if (kind == OptionalLong.class) {
      return OptionalLong.of(1);
    } else if (kind.isEnum()) {
      return kind.getEnumConstants()[0];
    } else if (kind.isSealed()) {
      return sample(leaves(kind).get(0));
    }
    return record(kind);
  }

  private Object record(Class<?> kind) {
    RecordComponent[] components = kind.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("no sample of " + kind);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(c -> sample(c.getGenericType())).toArray();
    try {
      Constructor<?> constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(kind.toString(), e);
    }
  }
}
