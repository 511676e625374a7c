package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a data folder, held by one program at a time and free again however it ends.
 *
 * <p>The pid stands in a file of its own: whoever closes a lock file, even one opened only to be
 * read, drops every lock that his process holds on it. For the same reason a folder that this
 * process holds already is refused before its lock file is touched.
 */
final class FolderLock implements AutoCloseable {
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final DataFolder folder;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(DataFolder folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  static FolderLock take(DataFolder folder) throws IOException {
    if (!HELD_HERE.add(folder.root())) {
      throw refused(folder, Long.toString(ProcessHandle.current().pid()));
    }
    FolderLock taken = null;
    try {
      taken = lock(folder);
    } finally {
      if (taken == null) {
        HELD_HERE.remove(folder.root());
      }
    }
    try {
      Files.writeString(folder.pid(), Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      taken.close();
      throw e;
    }
    return taken;
  }

  private static FolderLock lock(DataFolder folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      channel.close();
      throw refused(folder, owner(folder));
    }
    return new FolderLock(folder, channel, lock);
  }

  private static String owner(DataFolder folder) throws IOException {
    return Files.exists(folder.pid()) ? Files.readString(folder.pid()).strip() : "unknown";
  }

  private static EmbeddedStoresException refused(DataFolder folder, String pid) {
    return new EmbeddedStoresException(
        "The data folder "
            + folder.root()
            + " is in use by the program with pid "
            + pid
            + ". Stop that program, or choose another data folder.");
  }

  /** Idempotent. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(folder.pid());
      lock.release();
    } finally {
      HELD_HERE.remove(folder.root());
    }
  }
}
