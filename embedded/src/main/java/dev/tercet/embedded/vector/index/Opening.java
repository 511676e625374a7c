package dev.tercet.embedded.vector.index;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tercet.embedded.files.FolderTree;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexNotFoundException;

/**
 * Opens collections, and moves those out of the way that cannot be read: they are rebuilt by their
 * owner, who needs the name free and the engine running.
 *
 * @param progress is told in a line for a person what was moved, and why
 */
public record Opening(LiveIndex.Disk disk, Consumer<String> progress) {
  /** Ends the name of a folder that was set aside. */
  static final String DAMAGED = ".damaged";

  /** Empty when the collection was damaged; throws when it may open a moment later. */
  Optional<CollectionIndex> open(Path folder) throws IOException {
    try {
      return Optional.of(CollectionIndex.open(folder, disk));
    } catch (CorruptIndexException
        | IndexNotFoundException
        | InvalidProtocolBufferException
        | NoSuchFileException
        | EOFException e) {
      setAside(folder, e);
      return Optional.empty();
    }
  }

  private void setAside(Path folder, IOException damage) throws IOException {
    Path aside = folder.resolveSibling(folder.getFileName() + DAMAGED);
    FolderTree.delete(aside);
    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    progress.accept(
        "The collection in " + folder + " is damaged and was moved to " + aside + ": " + damage);
  }
}
