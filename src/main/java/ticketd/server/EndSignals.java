package ticketd.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The signals that ask for the end. A shutdown hook would not do: it cannot tell a signal, which
 * wants a drain, from an exit for a fatal error, which must be at once.
 *
 * <p>{@code sun.misc.Signal}, of the supported module {@code jdk.unsupported}, is used by
 * reflection because the compiler's warning about it cannot be suppressed.
 */
final class EndSignals {
  /** What a shell reports of a process ended by signal n: 128 + n. */
  private static final int STATUS_BASE = 128;

  /** A terminal that is closed ends the server like an interrupt; {@code nohup} prevents both. */
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private EndSignals() {}

  /**
   * From now on the first such signal completes the result with the exit status it asks for, 143
   * for SIGTERM and 130 for SIGINT; a second one ends the process at once.
   */
  static CompletableFuture<Integer> expect() {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              EndSignals.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> onSignal(numberOf(arguments[0]), status);
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "EndSignals";
                  });
      for (String name : NAMES) {
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle signals, for example under -Xrs", e);
    }
    return status;
  }

  private static int numberOf(Object signal) throws ReflectiveOperationException {
    return (int) signal.getClass().getMethod("getNumber").invoke(signal);
  }

  private static @Nullable Object onSignal(int number, CompletableFuture<Integer> status) {
    if (!status.complete(STATUS_BASE + number)) {
      Runtime.getRuntime().halt(STATUS_BASE + number);
    }
    return null;
  }
}
