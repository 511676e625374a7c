package dev.tercet.api.wiring;

import dev.tercet.api.services.Room;
import dev.tercet.embedded.DiskRoom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room of the embedded stores once they have started, told in the log when it ends and when it
 * is back. The disks of external stores are their own.
 */
final class LateRoom implements Room {
  private static final Logger LOG = LoggerFactory.getLogger(LateRoom.class);

  private final AtomicReference<String> before = new AtomicReference<>("");
  private volatile @Nullable DiskRoom disk;

  void set(DiskRoom embedded) {
    disk = embedded;
  }

  @Override
  public String shortage() {
    DiskRoom known = disk;
    if (known == null) {
      return "";
    }
    String now = known.shortage();
    String earlier = before.getAndSet(now);
    if (now.isEmpty() && !earlier.isEmpty()) {
      LOG.info("There is room on the disk again, work goes on");
    } else if (earlier.isEmpty() && !now.isEmpty()) {
      LOG.warn("No document is accepted or worked on: {}", now);
    }
    return now;
  }
}
