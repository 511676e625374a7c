package dev.tercet.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The documents among files and folders: every file, for the service decides what it can read.
 *
 * @param files by their names as sources
 */
public record DocumentFiles(Map<String, Path> files) {
  /**
   * Walks the paths; hidden files and folders below them are passed over. Throws {@link
   * IllegalArgumentException} when two files would be one document.
   */
  public static DocumentFiles among(List<Path> paths) {
    Map<Path, String> names = new TreeMap<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("there is no file or folder " + path);
      }
      try (Stream<Path> walk = Files.walk(path)) {
        walk.filter(Files::isRegularFile)
            .filter(file -> !isHidden(path, file))
            .forEach(file ->
                names.putIfAbsent(file.toAbsolutePath().normalize(), SourceName.of(path, file)));
      } catch (IOException e) {
        throw new UncheckedIOException("the folder " + path + " cannot be read", e);
      }
    }
    Map<String, Path> files = new LinkedHashMap<>();
    names.forEach((file, source) -> {
      Path other = files.putIfAbsent(source, file);
      if (other != null) {
        throw new IllegalArgumentException(
            "two files have the name %s, so that one would replace the other; nothing was sent"
                .formatted(source));
      }
    });
    return new DocumentFiles(files);
  }

  public int size() {
    return files.size();
  }

  private static boolean isHidden(Path root, Path file) {
    for (Path part : root.relativize(file)) {
      if (part.toString().startsWith(".") && !part.toString().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
