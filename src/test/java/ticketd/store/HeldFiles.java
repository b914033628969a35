package ticketd.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import ticketd.journal.FileAccess;

/** The host's files, but that forces can be held up. */
final class HeldFiles {
  private static final Set<String> FORCES = Set.of("force", "writeForced");

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean holding;

  /** As the journal sees them. */
  FileAccess access() {
    return proxy(FileAccess.class, FileAccess.system());
  }

  /** From now on no force returns before {@link #release}. */
  void hold() {
    holding = true;
  }

  /** Waits until a force is held up. */
  void awaitForce() throws InterruptedException {
    reached.await();
  }

  void release() {
    released.countDown();
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (FORCES.contains(method.getName()) && holding) {
                reached.countDown();
                released.await();
              }
              try {
                Object result = method.invoke(real, arguments);
                return result instanceof FileAccess.OpenFile file
                    ? proxy(FileAccess.OpenFile.class, file)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
