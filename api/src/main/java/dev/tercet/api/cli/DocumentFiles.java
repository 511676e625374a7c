package dev.tercet.api.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The documents among files and folders.
 *
 * @param texts files that hold text
 * @param others files whose text the service takes out of them
 * @param skipped why each of the rest is left out, by its name
 */
record DocumentFiles(List<Path> texts, List<Path> others, List<String> skipped) {
  private static final long LARGEST = 24L << 20;
  private static final int SAMPLE = 64 << 10;
  private static final Set<String> CONVERTED = Set.of("html", "htm", "pdf", "docx");

  /** Walks the paths; hidden files and folders below them are passed over. */
  static DocumentFiles among(List<Path> paths) {
    var found = new DocumentFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var files = new TreeSet<Path>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("there is no file or folder " + path);
      }
      try (Stream<Path> walk = Files.walk(path)) {
        walk.filter(Files::isRegularFile).filter(file -> !isHidden(path, file)).forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException("the folder " + path + " cannot be read", e);
      }
    }
    files.forEach(found::sort);
    return found;
  }

  int size() {
    return texts.size() + others.size();
  }

  /** The file's name as a source: as seen from where the command runs, with forward slashes. */
  static String source(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path there = file.toAbsolutePath().normalize();
    Path named = there.startsWith(here) ? here.relativize(there) : file.normalize();
    return named.toString().replace('\\', '/');
  }

  private void sort(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0) {
        skipped.add(file + ": empty");
      } else if (size > LARGEST) {
        skipped.add(file + ": larger than 24 MiB");
      } else if (CONVERTED.contains(extension(file))) {
        others.add(file);
      } else if (isText(file)) {
        texts.add(file);
      } else {
        skipped.add(file + ": not text");
      }
    } catch (IOException e) {
      skipped.add(file + ": cannot be read");
    }
  }

  private static boolean isHidden(Path root, Path file) {
    for (Path part : root.relativize(file)) {
      if (part.toString().startsWith(".") && !part.toString().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** UTF-8 without NUL, as far as the beginning of the file tells. */
  private static boolean isText(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(SAMPLE);
    }
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    // A character may be cut at the sample's end: up to three bytes of it may be missing.
    for (int cut = 0; cut <= (bytes.length == SAMPLE ? 3 : 0); cut++) {
      if (decoded(bytes, bytes.length - cut).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> decoded(byte[] bytes, int length) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String extension(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
