package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A data folder that this program alone uses, until it is closed or the program ends. Other users
 * of the machine are kept out of it.
 */
public final class HeldFolder implements AutoCloseable {
  private final DataFolder folder;
  private final FolderLock lock;

  private HeldFolder(DataFolder folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, which is created when it is absent.
   *
   * @param trouble is told what stays open to other users
   * @throws EmbeddedStoresException when another program holds it, or it cannot be used
   */
  public static HeldFolder take(Path dataDir, Consumer<String> trouble) throws IOException {
    OwnerOnly.fromNowOn();
    try {
      DataFolder folder = DataFolder.at(dataDir);
      FolderLock lock = FolderLock.take(folder);
      boolean taken = false;
      try {
        folder.tighten(trouble);
        taken = true;
      } finally {
        if (!taken) {
          lock.close();
        }
      }
      return new HeldFolder(folder, lock);
    } catch (FileSystemException e) {
      throw new EmbeddedStoresException(
          "The data folder %s cannot be used: %s; choose another with --data"
              .formatted(dataDir, reason(e)),
          e);
    }
  }

  /** Closes a data folder to other users of the machine without taking it. */
  public static void closeToOthers(Path dataDir, Consumer<String> trouble) throws IOException {
    OwnerOnly.fromNowOn();
    if (Files.isDirectory(dataDir)) {
      new DataFolder(dataDir.toRealPath()).tighten(trouble);
    }
  }

  private static String reason(FileSystemException e) {
    String where = e.getFile() == null ? "" : e.getFile() + ": ";
    if (e instanceof AccessDeniedException) {
      return where + "not permitted";
    }
    return where + (e.getReason() == null ? "not a folder" : e.getReason());
  }

  /** Its path, real and absolute. */
  public Path path() {
    return folder.root();
  }

  public DataFolder folder() {
    return folder;
  }

  /** Gives it free; idempotent. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
