package dev.tercet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layout of the folder that holds everything the embedded stores know. */
record DataFolder(Path root) {
  /** Creates the folder when it is absent; the path is real and absolute afterwards. */
  static DataFolder at(Path path) throws IOException {
    Files.createDirectories(path);
    DataFolder folder = new DataFolder(path.toRealPath());
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
