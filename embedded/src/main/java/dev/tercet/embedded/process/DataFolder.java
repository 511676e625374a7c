package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The layout of the folder that holds everything the embedded stores know. */
public record DataFolder(Path root) {
  /** pg_ctl hands the path to a shell within double quotes, where these have a meaning. */
  private static final Pattern NOT_FOR_A_SHELL = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

  /** Creates the folder when it is absent; the path is real and absolute afterwards. */
  public static DataFolder at(Path path) throws IOException {
    refuseForAShell(path.toAbsolutePath());
    Files.createDirectories(path);
    Path real = path.toRealPath();
    refuseForAShell(real);
    return new DataFolder(real);
  }

  private static void refuseForAShell(Path path) {
    if (NOT_FOR_A_SHELL.matcher(path.toString()).find()) {
      throw new EmbeddedStoresException(
          "Postgres cannot live in "
              + path
              + ": choose a data folder without quotes, dollars, backquotes and backslashes.");
    }
  }

  /**
   * Closes to other users what an earlier version left open: the folder itself, and in it what is
   * ours by name, for somebody may keep other things there. Postgres sees to its own.
   */
  void tighten(Consumer<String> trouble) throws IOException {
    OwnerOnly.tightenAlone(root, trouble);
    for (Path ours :
        List.of(
            lock(),
            pid(),
            ports(),
            storesFile(),
            secrets(),
            logs(),
            redis(),
            qdrant(),
            qdrantProgram(),
            vectorKeeper(),
            root.resolve("service.url"))) {
      OwnerOnly.tighten(ours, trouble);
    }
  }

  Path lock() {
    return root.resolve("tercet.lock");
  }

  Path pid() {
    return root.resolve("tercet.pid");
  }

  public Path ports() {
    return root.resolve("ports.properties");
  }

  public Path storesFile() {
    return root.resolve("stores.json");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  Path binaries() {
    return root.resolve("bin");
  }

  public Path postgres() {
    return root.resolve("postgres");
  }

  public Path redis() {
    return root.resolve("redis");
  }

  /** Who keeps the vectors. */
  public Path vectorKeeper() {
    return root.resolve("vectors.kept-by");
  }

  /** What Qdrant itself keeps; also its working folder, into which it may write as it likes. */
  public Path qdrantProgram() {
    return root.resolve("qdrant-program");
  }

  /** What the engine keeps. */
  public Path qdrant() {
    return root.resolve("qdrant");
  }
}
