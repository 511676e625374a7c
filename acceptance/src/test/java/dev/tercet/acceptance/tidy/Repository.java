package dev.tercet.acceptance.tidy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of the repository: the text of those that rules read, the paths of all. */
final class Repository {
  /** What is never committed. */
  private static final Set<String> IGNORED_FOLDERS =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", ".tercet", "data");

  private static final Set<String> TEXT_SUFFIXES =
      Set.of("java", "md", "sql", "yml", "yaml", "xml", "properties", "html", "css", "js", "sh");

  /** Text files whose name has no suffix, or one that does not tell. */
  private static final Set<String> TEXT_NAMES =
      Set.of("Dockerfile", "tercet", ".ci/run", ".gitignore", ".dockerignore");

  private final Map<String, SourceFile> texts = new TreeMap<>();
  private final Set<String> paths = new TreeSet<>();

  /** A repository of these files, for trying a rule. */
  static Repository of(SourceFile... files) {
    var repository = new Repository();
    for (SourceFile file : files) {
      repository.texts.put(file.path(), file);
      repository.addPath(file.path());
    }
    return repository;
  }

  /** The repository that this build belongs to. */
  static Repository read() throws IOException {
    Path root = root();
    var repository = new Repository();
    for (Path file : filesBelow(root)) {
      String path = root.relativize(file).toString().replace('\\', '/');
      repository.addPath(path);
      if (isText(path)) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        repository.texts.put(path, new SourceFile(path, text));
      }
    }
    return repository;
  }

  Collection<SourceFile> files() {
    return texts.values();
  }

  /** True for a file or a folder. */
  boolean exists(String path) {
    return paths.contains(path);
  }

  @Nullable SourceFile file(String path) {
    return texts.get(path);
  }

  private void addPath(String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      paths.add(path.substring(0, end));
    }
  }

  private static boolean isText(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return TEXT_NAMES.contains(path)
        || TEXT_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("LICENSE"))) {
      here = here.getParent();
      if (here == null) {
        throw new IllegalStateException(
            "run this inside the repository: no folder above has a LICENSE");
      }
    }
    return here;
  }

  private static List<Path> filesBelow(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ignored =
                !folder.equals(root) && IGNORED_FOLDERS.contains(folder.getFileName().toString());
            return ignored && !isPackage(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** A folder below {@code src} is source, whatever its name. */
  private static boolean isPackage(Path folder) {
    for (Path part : folder) {
      if (part.toString().equals("src")) {
        return true;
      }
    }
    return false;
  }
}
