package dev.tercet.api.wiring;

import dev.tercet.api.services.DiskSpace;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room of the embedded stores once they have started, told in the log when it ends and when it
 * is back; only the log names the folder. The disks of external stores are their own.
 */
final class LateDiskSpace implements DiskSpace {
  private static final Logger LOG = LoggerFactory.getLogger(LateDiskSpace.class);

  private final AtomicReference<String> before = new AtomicReference<>("");
  private volatile @Nullable Disk disk;

  private record Disk(Supplier<String> shortage, Path folder) {}

  /** From now on the shortage is that of the disk of this folder. */
  void set(Supplier<String> shortage, Path folder) {
    disk = new Disk(shortage, folder);
  }

  @Override
  public String shortage() {
    Disk known = disk;
    if (known == null) {
      return "";
    }
    String now = known.shortage().get();
    String earlier = before.getAndSet(now);
    if (now.isEmpty() && !earlier.isEmpty()) {
      LOG.info("There is room on the disk of {} again, work goes on", known.folder());
    } else if (earlier.isEmpty() && !now.isEmpty()) {
      LOG.warn("No document is accepted or worked on: {} ({})", now, known.folder());
    }
    return now;
  }
}
