package dev.tercet.embedded;

import java.nio.file.Path;

/**
 * The room on the disk of a data folder. A reserve is kept for what is in progress: a Postgres that
 * cannot write its log ends itself.
 */
public final class DiskRoom {
  private static final long MEBIBYTE = 1L << 20;

  /**
   * A log segment of Postgres (16 MiB), the journal and the buffer of the vector engine (32 MiB
   * each), and the answers of the attempts that run.
   */
  private static final long RESERVE = 128 * MEBIBYTE;

  private final Path folder;

  DiskRoom(Path folder) {
    this.folder = folder;
  }

  /** What is wrong, for a person; empty while there is more room than the reserve. */
  public String shortage() {
    long left = folder.toFile().getUsableSpace();
    return left >= RESERVE
        ? ""
        : "the disk of %s has %d MiB left, and %d MiB are kept free for what is in progress"
            .formatted(folder, left / MEBIBYTE, RESERVE / MEBIBYTE);
  }
}
