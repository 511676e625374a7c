package dev.tercet.embedded.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps folders and files to their owner, where the file system knows owners at all. */
public final class OwnerOnly {
  private static final int ALL_BUT_THE_OWNER = 0077;
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * What this process and those that it starts create from now on is nobody else's, whatever the
   * mask was: libraries create files of their own, and a file that is closed afterwards was open.
   */
  @SuppressWarnings("restricted") // Java itself cannot set the mask of its process
  public static void fromNowOn() {
    Linker linker = Linker.nativeLinker();
    linker.defaultLookup().find("umask").ifPresent(address -> mask(linker, address));
  }

  @SuppressWarnings("restricted")
  private static void mask(Linker linker, MemorySegment address) {
    try {
      MethodHandle umask =
          linker.downcallHandle(
              address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      int unusedMaskBefore = (int) umask.invokeExact(ALL_BUT_THE_OWNER);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("umask does not fail", e);
    }
  }

  /**
   * Closes what an earlier version left open, with everything in it; links are not followed.
   *
   * @param trouble is told what cannot be closed
   */
  static void tighten(Path top, Consumer<String> trouble) throws IOException {
    if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(top, new Tightening(trouble));
    }
  }

  /** Closes this folder or file alone. */
  static void tightenAlone(Path path, Consumer<String> trouble) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Set<PosixFilePermission> allowed = Files.isDirectory(path) ? FOLDER : FILE;
      if (!allowed.containsAll(Files.getPosixFilePermissions(path))) {
        Files.setPosixFilePermissions(path, allowed);
      }
    } catch (NoSuchFileException _) {
      return; // gone meanwhile, and with it what stood open
    } catch (IOException e) {
      trouble.accept(path + " cannot be closed to other users of this machine: " + e.getMessage());
    }
  }

  private static final class Tightening extends SimpleFileVisitor<Path> {
    private final Consumer<String> trouble;

    Tightening(Consumer<String> trouble) {
      this.trouble = trouble;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      tightenAlone(folder, trouble);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!attributes.isSymbolicLink()) {
        tightenAlone(file, trouble);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!(e instanceof NoSuchFileException)) {
        trouble.accept(file + " cannot be looked at: " + e.getMessage());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
