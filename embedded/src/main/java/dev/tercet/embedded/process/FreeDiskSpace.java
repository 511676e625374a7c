package dev.tercet.embedded.process;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The room on the disk of a data folder. A reserve is kept for what is in progress: a Postgres that
 * cannot write its log ends itself.
 */
public final class FreeDiskSpace {
  private static final long MEBIBYTE = 1L << 20;

  /**
   * A log segment of Postgres (16 MiB), the journal and the buffer of the vector engine (32 MiB
   * each), and the answers of the attempts that run. A large merge of the vector engine or very
   * large texts may need more.
   */
  private static final long RESERVE = 128 * MEBIBYTE;

  /** Room is back only this far above the reserve, so that it does not come and go. */
  private static final long MARGIN = 32 * MEBIBYTE;

  private final LongSupplier free;
  private volatile boolean isShort;

  public FreeDiskSpace(Path folder) {
    this(() -> free(folder));
  }

  /** Over a disk with that many bytes free. */
  FreeDiskSpace(LongSupplier free) {
    this.free = free;
  }

  /** A disk that cannot be read reports 0 bytes of 0, which says nothing about its room. */
  static long free(Path folder) {
    File disk = folder.toFile();
    long left = disk.getUsableSpace();
    return left == 0 && disk.getTotalSpace() == 0 ? Long.MAX_VALUE : left;
  }

  /**
   * What is wrong, for anybody: it names no path; empty while there is more room than the reserve.
   */
  public String shortage() {
    long left = free.getAsLong();
    isShort = left < (isShort ? RESERVE + MARGIN : RESERVE);
    if (!isShort) {
      return "";
    }
    return left < RESERVE
        ? "the disk of the data folder has %d MiB left, and %d MiB are kept free for what is in progress"
            .formatted(left / MEBIBYTE, RESERVE / MEBIBYTE)
        : "the disk of the data folder has %d MiB left, and work goes on from %d MiB on"
            .formatted(left / MEBIBYTE, (RESERVE + MARGIN) / MEBIBYTE);
  }
}
