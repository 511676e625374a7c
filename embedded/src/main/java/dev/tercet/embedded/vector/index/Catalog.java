package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.files.FolderTree;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** The collections of a folder. */
public final class Catalog implements AutoCloseable {
  private static final String HALF = ".half";
  private static final int LONGEST_FILE_NAME = 240;

  private final Path folder;
  private final Opening opening;
  private final FailedReopenings failures;
  private final ReentrantLock changing = new ReentrantLock();

  /** Replaced whole at every change, so that a call needs no lock to find its collection. */
  private volatile Map<String, CollectionIndex> collections;

  private Catalog(
      Path folder,
      Opening opening,
      Map<String, CollectionIndex> collections,
      FailedReopenings failures) {
    this.folder = folder;
    this.opening = opening;
    this.collections = Map.copyOf(collections);
    this.failures = failures;
  }

  public static Catalog open(Path folder, Consumer<String> progress) throws IOException {
    return open(folder, new Opening(FSDirectory::open, progress), System::nanoTime);
  }

  public static Catalog open(Path folder, Opening opening, LongSupplier nanoTime)
      throws IOException {
    Path all = Files.createDirectories(folder.resolve("collections"));
    SortedMap<String, CollectionIndex> collections = new TreeMap<>();
    for (Path path : folders(all)) {
      String name = path.getFileName().toString();
      if (name.endsWith(HALF)) {
        FolderTree.delete(path); // a creation or a deletion that did not come to its end
      } else if (!name.endsWith(Opening.DAMAGED)) {
        opening.open(path).ifPresent(collection -> collections.put(decode(name), collection));
      }
    }
    return new Catalog(all, opening, collections, new FailedReopenings(nanoTime));
  }

  private static List<Path> folders(Path all) throws IOException {
    try (Stream<Path> paths = Files.list(all)) {
      return paths.sorted().toList();
    }
  }

  public List<String> names() {
    return collections.keySet().stream().sorted().toList();
  }

  public boolean exists(String name) {
    return find(name).isPresent();
  }

  /** The collection of this name; opened again when the disk had failed under it. */
  public CollectionIndex get(String name) throws IOException {
    CollectionIndex found = find(name).orElseThrow(() -> VectorRefusal.noCollection(name));
    return found.isBroken() ? reopened(name) : found;
  }

  /**
   * Fails, and is tried again by a later caller, as long as there is no room on the disk. A
   * collection whose journal cannot be repeated is gone after this.
   */
  private CollectionIndex reopened(String name) throws IOException {
    failures.failAgain(name);
    changing.lock();
    try {
      CollectionIndex found = find(name).orElseThrow(() -> VectorRefusal.noCollection(name));
      if (!found.isBroken()) {
        return found; // by another caller
      }
      failures.failAgain(name);
      Optional<CollectionIndex> again = again(name, found);
      failures.forget(name);
      replace(name, again);
      return again.orElseThrow(() -> VectorRefusal.noCollection(name));
    } finally {
      changing.unlock();
    }
  }

  private Optional<CollectionIndex> again(String name, CollectionIndex broken) throws IOException {
    try {
      broken.abandon();
      return opening.open(folder.resolve(encode(name)));
    } catch (IOException e) {
      failures.remember(name, e);
      throw e;
    }
  }

  private void replace(String name, Optional<CollectionIndex> collection) {
    Map<String, CollectionIndex> next = new TreeMap<>(collections);
    next.remove(name);
    collection.ifPresent(present -> next.put(name, present));
    collections = Map.copyOf(next);
  }

  private Optional<CollectionIndex> find(String name) {
    return Optional.ofNullable(collections.get(name));
  }

  public void create(String name, CollectionInfo info) throws IOException {
    changing.lock();
    try {
      if (exists(name)) {
        throw VectorRefusal.exists("Collection `" + name + "` already exists!");
      }
      Path half = half(name);
      Path whole = folder.resolve(encode(name));
      FolderTree.delete(half);
      FolderTree.delete(whole); // left by a creation that failed, and nobody's
      Files.createDirectory(half);
      CollectionIndex.create(half, info);
      Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
      replace(name, Optional.of(created(whole)));
    } finally {
      changing.unlock();
    }
  }

  /** Leaves no folder behind when it fails, which the next start would take for a collection. */
  private CollectionIndex created(Path whole) throws IOException {
    try {
      return CollectionIndex.open(whole, opening.disk());
    } catch (IOException | RuntimeException e) {
      Closing.after(e, () -> FolderTree.delete(whole));
      throw e;
    }
  }

  /** Returns whether there was one. */
  public boolean delete(String name) throws IOException {
    changing.lock();
    try {
      @Nullable CollectionIndex gone = collections.get(name);
      if (gone == null) {
        return false;
      }
      failures.forget(name);
      replace(name, Optional.empty());
      try {
        gone.abandon();
      } catch (IOException | RuntimeException e) {
        Closing.after(e, () -> erase(name));
        throw e;
      }
      erase(name);
      return true;
    } finally {
      changing.unlock();
    }
  }

  private void erase(String name) throws IOException {
    Path half = half(name);
    FolderTree.delete(half);
    Files.move(folder.resolve(encode(name)), half, StandardCopyOption.ATOMIC_MOVE);
    FolderTree.delete(half);
  }

  private Path half(String name) {
    return folder.resolve(encode(name) + HALF);
  }

  /** Letters, digits, dash and underscore stay readable; any other byte becomes %XX. */
  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xff);
      boolean plain =
          character < 0x80
              && (Character.isLetterOrDigit(character) || character == '-' || character == '_');
      encoded.append(plain ? Character.toString(character) : "%%%02X".formatted((int) character));
    }
    if (encoded.length() > LONGEST_FILE_NAME) {
      throw VectorRefusal.invalid("Validation error in body: [collection_name: name is too long]");
    }
    return encoded.toString();
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    changing.lock();
    try {
      IOException failure = null;
      for (CollectionIndex collection : collections.values()) {
        try {
          collection.close();
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
    } finally {
      changing.unlock();
    }
  }
}
