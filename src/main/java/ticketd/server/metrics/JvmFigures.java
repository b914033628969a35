package ticketd.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The virtual machine and the process, by the names that Prometheus' clients give them, so that
 * dashboards made for others fit.
 */
final class JvmFigures {
  private static final double MILLIS_A_SECOND = TimeUnit.SECONDS.toMillis(1);
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long KILO = 1024;

  private final Snapshots out;

  private JvmFigures(Snapshots out) {
    this.out = out;
  }

  static void addTo(Snapshots out) {
    JvmFigures figures = new JvmFigures(out);
    figures.memory();
    figures.buffers();
    figures.collections();
    figures.threads();
    figures.classes();
    figures.runtime();
    figures.process();
  }

  private void memory() {
    areas("jvm_memory_used_bytes", "Memory in use, by area.", MemoryUsage::getUsed);
    areas(
        "jvm_memory_committed_bytes", "Memory that is there, by area.", MemoryUsage::getCommitted);
    areas("jvm_memory_max_bytes", "Memory at most, by area; -1: no limit.", MemoryUsage::getMax);
    pools("jvm_memory_pool_used_bytes", "Memory in use, by pool.", MemoryUsage::getUsed);
    pools(
        "jvm_memory_pool_committed_bytes",
        "Memory that is there, by pool.",
        MemoryUsage::getCommitted);
    pools(
        "jvm_memory_pool_max_bytes", "Memory at most, by pool; -1: no limit.", MemoryUsage::getMax);
  }

  private void areas(String name, String help, ToDoubleFunction<MemoryUsage> value) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    out.gauge(
        name,
        help,
        series -> {
          series.add(value.applyAsDouble(memory.getHeapMemoryUsage()), "area", "heap");
          series.add(value.applyAsDouble(memory.getNonHeapMemoryUsage()), "area", "nonheap");
        });
  }

  private void pools(String name, String help, ToDoubleFunction<MemoryUsage> value) {
    out.gauge(
        name,
        help,
        series -> {
          for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            series.add(value.applyAsDouble(pool.getUsage()), "pool", pool.getName());
          }
        });
  }

  private void buffers() {
    List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    out.gauge(
        "jvm_buffer_pool_used_bytes",
        "Memory outside of the heap, by pool: the store's file is in mapped.",
        series -> pools.forEach(pool -> series.add(pool.getMemoryUsed(), "pool", pool.getName())));
    out.gauge(
        "jvm_buffer_pool_used_buffers",
        "Buffers outside of the heap, by pool.",
        series -> pools.forEach(pool -> series.add(pool.getCount(), "pool", pool.getName())));
  }

  private void collections() {
    out.summary(
        "jvm_gc_collection_seconds",
        "Collections of garbage, by collector.",
        series -> {
          for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            series.add(
                gc.getCollectionCount(),
                gc.getCollectionTime() / MILLIS_A_SECOND,
                "gc",
                gc.getName());
          }
        });
  }

  private void threads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    out.gauge("jvm_threads_current", "Threads.", threads.getThreadCount());
    out.gauge(
        "jvm_threads_daemon",
        "Threads that do not keep the process alive.",
        threads.getDaemonThreadCount());
    out.gauge("jvm_threads_peak", "Threads at most, up to now.", threads.getPeakThreadCount());
    out.counter(
        "jvm_threads_started_total", "Threads started.", threads.getTotalStartedThreadCount());
  }

  private void classes() {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    out.gauge("jvm_classes_currently_loaded", "Classes loaded.", classes.getLoadedClassCount());
    out.counter(
        "jvm_classes_loaded_total",
        "Classes that were loaded since the start.",
        classes.getTotalLoadedClassCount());
  }

  private void runtime() {
    Runtime.Version version = Runtime.version();
    out.info(
        "jvm_runtime_info",
        "The virtual machine.",
        "version",
        version.toString(),
        "vendor",
        property("java.vm.vendor"),
        "runtime",
        property("java.runtime.name"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private void process() {
    out.gauge(
        "process_start_time_seconds",
        "When the process started, since the epoch.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_A_SECOND);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      out.counter(
          "process_cpu_seconds_total",
          "Time of the processors that the process took.",
          unix.getProcessCpuTime() / NANOS_A_SECOND);
      out.gauge("process_open_fds", "Open file descriptors.", unix.getOpenFileDescriptorCount());
      out.gauge("process_max_fds", "File descriptors at most.", unix.getMaxFileDescriptorCount());
    }
    status("process_resident_memory_bytes", "Memory of the process that is in RAM.", "VmRSS:");
    status("process_virtual_memory_bytes", "Memory of the process.", "VmSize:");
  }

  /** A line of {@code /proc/self/status}, in kB; on systems without it there is no such figure. */
  private void status(String name, String help, String field) {
    if (!Files.isReadable(STATUS)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(field)) {
          String[] words = line.split("\\s+", -1);
          out.gauge(name, help, Long.parseLong(words[1]) * (double) KILO);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(STATUS + " cannot be read", e);
    }
  }
}
