package dev.tercet.cli.service;

import dev.tercet.embedded.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data folder that is there for one command only. */
public record TemporaryFolder(Path path) {

  /** Creates it with the process in its name, so that a killed one's is known for what it is. */
  public static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(
        Files.createTempDirectory(prefix + ProcessHandle.current().pid() + "-"));
  }

  /** Removes it with everything in it. */
  public void delete() throws IOException {
    FolderTree.delete(path);
  }
}
