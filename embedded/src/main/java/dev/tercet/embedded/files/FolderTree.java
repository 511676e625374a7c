package dev.tercet.embedded.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Acts on a folder with everything in it. */
public final class FolderTree {
  private FolderTree() {}

  /** Deletes the folder if it exists; links are deleted, never followed. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path path : content(folder)) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The deepest paths first, the folder itself last. */
  public static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
