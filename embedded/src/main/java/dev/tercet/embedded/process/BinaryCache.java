package dev.tercet.embedded.process;

import dev.tercet.embedded.files.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A folder of unpacked binaries, shared by every data folder of this user.
 *
 * <p>An entry appears by one move when it is whole, so a crash half way leaves nothing half. One
 * process unpacks at a time.
 */
public record BinaryCache(Path folder, Consumer<String> progress) {
  private static final ReentrantLock ONE_THREAD = new ReentrantLock();

  /** Fills an empty folder. */
  @FunctionalInterface
  public interface Unpacking {
    void into(Path folder) throws IOException;
  }

  /** The user's cache folder, or the one inside the data folder when that cannot be written. */
  public static BinaryCache of(DataFolder data, RunAs postgresUser, Consumer<String> progress) {
    String chosen = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    Path caches = chosen == null || chosen.isBlank() ? home.resolve(".cache") : Path.of(chosen);
    Path shared = caches.resolve("tercet");
    // Another user than ours may not reach our home.
    boolean reachable = !(postgresUser instanceof RunAs.OtherUser) && isWritable(shared);
    return new BinaryCache(reachable ? shared : data.binaries(), progress);
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException _) {
      return false; // a read-only home is normal in containers; the data folder serves as well
    }
    return Files.isWritable(folder);
  }

  /** The folder of this name, unpacked now if it never was. */
  public Path provide(String name, Unpacking unpacking) throws IOException {
    Path entry = folder.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    ONE_THREAD.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("unpacking.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!Files.isDirectory(entry)) {
          progress.accept("Unpacking " + name + " into " + folder);
          unpack(entry, unpacking);
        }
      }
    } finally {
      ONE_THREAD.unlock();
    }
    return entry;
  }

  private void unpack(Path entry, Unpacking unpacking) throws IOException {
    Path half = folder.resolve(entry.getFileName() + ".half");
    FolderTree.delete(half);
    Files.createDirectory(half);
    // Another user of this machine may have to run them.
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
    unpacking.into(half);
    Files.move(half, entry, StandardCopyOption.ATOMIC_MOVE);
  }
}
