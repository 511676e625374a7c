package dev.tercet.embedded.qdrant;

import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.PrivateFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides who keeps the vectors of a data folder, and remembers it there. A change of the keeper
 * loses nothing: Postgres has what the vectors are built from.
 *
 * @param searchPath where programs are looked for, like {@code PATH}
 */
public record VectorKeeper(DataFolder folder, String searchPath) {
  private static final String NAME = "qdrant";
  private static final String ENGINE = "engine";
  private static final String HOW_TO_GO_ON =
      "install it or name it with tercet.embedded.qdrant, or let the vectors be built again with tercet.embedded.qdrant=engine";

  public static VectorKeeper of(DataFolder folder) {
    @Nullable String searchPath = System.getenv("PATH");
    return new VectorKeeper(folder, searchPath == null ? "" : searchPath);
  }

  /** The program to run, or nothing for the engine. */
  public Optional<Path> program(QdrantChoice choice, Consumer<String> trouble) throws IOException {
    String before = before();
    Optional<Path> program =
        switch (choice) {
          case QdrantChoice.Engine _ -> Optional.empty();
          case QdrantChoice.Program(Path path) -> Optional.of(executable(path));
          case QdrantChoice.Auto _ ->
              switch (before) {
                case ENGINE -> Optional.empty();
                case NAME -> Optional.of(found().orElseThrow(this::gone));
                default -> found();
              };
        };
    String now = program.isPresent() ? NAME : ENGINE;
    if (!before.isEmpty() && !before.equals(now)) {
      trouble.accept(
          "The vectors in %s were kept by %s and are built again by %s; the former ones stay"
              .formatted(folder.root(), title(before), title(now)));
    }
    return program;
  }

  /** To be called when the keeper runs. */
  public void remember(boolean isProgram) throws IOException {
    String now = isProgram ? NAME : ENGINE;
    if (!now.equals(before()) || Files.notExists(folder.vectorKeeper())) {
      PrivateFile.write(folder.vectorKeeper(), now + "\n");
    }
  }

  /** Nothing for a new folder. Earlier versions had the engine only, and kept no record. */
  private String before() throws IOException {
    String recorded =
        Files.exists(folder.vectorKeeper()) ? Files.readString(folder.vectorKeeper()).strip() : "";
    if (recorded.equals(NAME) || recorded.equals(ENGINE)) {
      return recorded;
    }
    if (Files.exists(folder.qdrant())) {
      return ENGINE;
    }
    return Files.exists(folder.qdrantProgram()) ? NAME : "";
  }

  private EmbeddedStoresException gone() {
    return new EmbeddedStoresException(
        "The vectors in %s are kept by Qdrant, and there is no program qdrant on the PATH: %s"
            .formatted(folder.root(), HOW_TO_GO_ON));
  }

  private Path executable(Path path) {
    Path absolute = path.toAbsolutePath();
    if (!isProgram(absolute)) {
      throw new EmbeddedStoresException(
          "tercet.embedded.qdrant names %s, which is no program that can be run: %s"
              .formatted(absolute, HOW_TO_GO_ON));
    }
    return absolute;
  }

  private Optional<Path> found() {
    return Arrays.stream(searchPath.split(File.pathSeparator, -1))
        .filter(it -> !it.isEmpty()) // which would be the working folder
        .map(it -> Path.of(it).resolve(NAME).toAbsolutePath())
        .filter(VectorKeeper::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  private static String title(String keeper) {
    return keeper.equals(NAME) ? "Qdrant" : "the engine";
  }
}
