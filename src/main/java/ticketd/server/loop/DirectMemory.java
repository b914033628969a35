package ticketd.server.loop;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What there is of memory outside of the heap for the buffers of sockets. */
final class DirectMemory {
  private DirectMemory() {}

  /** The bytes that there may be: as many as of the heap, unless the user said otherwise. */
  static long most() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long said = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
    return said > 0 ? said : Runtime.getRuntime().maxMemory();
  }
}
