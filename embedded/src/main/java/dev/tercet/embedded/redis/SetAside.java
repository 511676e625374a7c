package dev.tercet.embedded.redis;

import dev.tercet.embedded.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that a store could not read, kept under numbers for whoever wants to look into them; the
 * newest few.
 */
final class SetAside {
  /** The most that are kept. */
  static final int KEPT = 3;

  private static final String MARK = ".damaged-";

  private final Path folder;

  SetAside(Path folder) {
    this.folder = folder;
  }

  /** Moves the folder to a number above all others, and begins it empty. */
  Path put() throws IOException {
    List<Path> before = kept();
    long number = before.isEmpty() ? 1 : number(before.getLast()) + 1;
    Path aside = folder.resolveSibling(folder.getFileName() + MARK + number);
    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(folder);
    return aside;
  }

  /** Moves what was put aside back to where it was. */
  void takeBack(Path aside) throws IOException {
    FolderTree.delete(folder);
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes all but the newest; what returns are the deleted ones. */
  List<Path> forgetOld() throws IOException {
    List<Path> all = kept();
    List<Path> old = all.subList(0, Math.max(0, all.size() - KEPT));
    for (Path one : old) {
      FolderTree.delete(one);
    }
    return old;
  }

  /** The oldest first. */
  private List<Path> kept() throws IOException {
    String prefix = folder.getFileName() + MARK;
    try (Stream<Path> all = Files.list(folder.toAbsolutePath().getParent())) {
      List<Path> found =
          new ArrayList<>(
              all.filter(it -> it.getFileName().toString().matches(prefix + "\\d{1,9}")).toList());
      found.sort(Comparator.comparingLong(SetAside::number));
      return found;
    }
  }

  private static long number(Path aside) {
    String name = aside.getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
  }
}
