package dev.tercet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The layout of the folder that holds everything the embedded stores know. */
record DataFolder(Path root) {
  /** pg_ctl hands the path to a shell within double quotes, where these have a meaning. */
  private static final Pattern NOT_FOR_A_SHELL = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

  /** Creates the folder when it is absent; the path is real and absolute afterwards. */
  static DataFolder at(Path path) throws IOException {
    Files.createDirectories(path);
    DataFolder folder = new DataFolder(path.toRealPath());
    if (NOT_FOR_A_SHELL.matcher(folder.root().toString()).find()) {
      throw new EmbeddedStoresException(
          "Postgres cannot live in "
              + folder.root()
              + ": choose a data folder without quotes, dollars, backquotes and backslashes.");
    }
    Files.createDirectories(folder.logs());
    return folder;
  }

  Path lock() {
    return root.resolve("tercet.lock");
  }

  Path pid() {
    return root.resolve("tercet.pid");
  }

  Path ports() {
    return root.resolve("ports.properties");
  }

  Path storesFile() {
    return root.resolve("stores.json");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path binaries() {
    return root.resolve("bin");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path redis() {
    return root.resolve("redis");
  }

  Path qdrant() {
    return root.resolve("qdrant");
  }
}
