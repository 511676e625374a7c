package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.PointVectors;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.ThreadInterruptedException;

/** One collection: its shape, its index, its journal, and the one writer at a time. */
public final class CollectionIndex implements AutoCloseable {
  private static final long JOURNAL_LIMIT = 32L * 1024 * 1024;

  private final InfoFile infoFile;
  private final PointVectors vectors;
  private final LiveIndex index;
  private final PointWrites writes;
  private final Journal journal;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile CollectionInfo info;
  private volatile boolean outOfStep;
  private boolean closed;

  private CollectionIndex(Path folder, LiveIndex.Disk disk) throws IOException {
    this.infoFile = new InfoFile(folder.resolve("collection.pb"));
    this.info = infoFile.read();
    this.vectors = PointVectors.of(info.getConfig().getParams().getVectorsConfig().getParams());
    this.index = new LiveIndex(Files.createDirectories(folder.resolve("index")), disk);
    this.writes = new PointWrites(index, vectors);
    try {
      this.journal = Journal.open(folder, index.committed(), this::repeat, index::commit);
    } catch (IOException e) {
      Closing.after(e, index);
      throw e;
    } catch (RuntimeException e) {
      IOException failure = unrepeated(folder, e);
      Closing.after(failure, index);
      throw failure;
    }
  }

  /**
   * Tells a disk that failed and may have room again from a write that fails at every repetition.
   */
  private IOException unrepeated(Path folder, RuntimeException thrown) {
    Throwable cause = index.failure().orElse(thrown);
    boolean passing =
        !(cause instanceof RuntimeException)
            || cause instanceof UncheckedIOException
            || cause instanceof AlreadyClosedException
            || cause instanceof ThreadInterruptedException;
    return passing
        ? new IOException(cause.getMessage(), thrown)
        : new CorruptIndexException(
            "The journal cannot be repeated: " + cause, folder.toString(), thrown);
  }

  private void repeat(long number, byte type, byte[] body) throws IOException {
    try {
      writes.prepare(JournalOperation.parse(type, body)).apply(number);
    } catch (VectorRefusal _) {
      // It was refused then, too, and its caller was told so.
    }
  }

  /** Opens the collection and repeats the writes that its index had not committed. */
  static CollectionIndex open(Path folder, LiveIndex.Disk disk) throws IOException {
    return new CollectionIndex(folder, disk);
  }

  /** Writes what makes an empty folder a collection. */
  static void create(Path folder, CollectionInfo info) throws IOException {
    new InfoFile(folder.resolve("collection.pb")).write(info);
  }

  /** Returns the number of the operation, which is visible and survives a kill by then. */
  public long write(JournalOperation operation) throws IOException {
    Change change = writes.prepare(operation);
    writing.lock();
    try {
      refuseWhenClosed();
      change.check();
      long number = journal.append(operation.type(), operation.message());
      apply(change, number);
      if (journal.bytes() > JOURNAL_LIMIT) {
        commit();
      }
      return number;
    } finally {
      writing.unlock();
    }
  }

  private void apply(Change change, long number) throws IOException {
    try {
      change.apply(number);
    } catch (VectorRefusal e) {
      throw e; // it changes nothing, then and when it is repeated
    } catch (IOException e) {
      outOfStep = true;
      throw e;
    } catch (RuntimeException e) {
      outOfStep = true;
      Closing.after(e, journal::takeBackLast); // it may fail at every repetition as it did now
      throw e;
    }
  }

  public <T> T read(LiveIndex.Reading<T> reading) throws IOException {
    return index.read(reading);
  }

  public PointVectors vectors() {
    return vectors;
  }

  CollectionInfo info() {
    return info;
  }

  /** The schema of an indexed field, or Qdrant's default instance with an unknown type. */
  public PayloadSchemaInfo schema(String field) {
    return info.getPayloadSchemaOrDefault(field, PayloadSchemaInfo.getDefaultInstance());
  }

  /** Returns a number for the answer, which is the last write's. */
  public long createFieldIndex(String field, PayloadSchemaInfo schema) throws IOException {
    return change(info -> info.putPayloadSchema(field, schema));
  }

  public long deleteFieldIndex(String field) throws IOException {
    return change(info -> info.removePayloadSchema(field));
  }

  /** What it does not say stays as it was. */
  public void updateGraph(HnswConfigDiff graph) throws IOException {
    change(info -> {
      info.getConfigBuilder().getHnswConfigBuilder().mergeFrom(graph);
      return info;
    });
  }

  /** Edits the description of the collection. */
  @FunctionalInterface
  private interface Edit {
    CollectionInfo.Builder of(CollectionInfo.Builder info);
  }

  private long change(Edit edit) throws IOException {
    writing.lock();
    try {
      refuseWhenClosed();
      CollectionInfo next = edit.of(info.toBuilder()).build();
      infoFile.write(next);
      info = next;
      return journal.last();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Whether the index lacks what the journal holds, or the journal takes no more, because the disk
   * failed under it or a write failed half done. Opening the collection again repeats the journal.
   */
  boolean isBroken() {
    return outOfStep || journal.isTorn() || index.isBroken();
  }

  private void commit() throws IOException {
    index.commit(journal.last());
    journal.reset();
  }

  private void refuseWhenClosed() {
    if (closed || isBroken()) {
      throw new AlreadyClosedException("The collection is closed");
    }
  }

  /** Commits and closes; idempotent. */
  @Override
  public void close() throws IOException {
    writing.lock();
    try (index;
        journal) {
      if (!closed && !isBroken() && index.committed() != journal.last()) {
        commit();
      }
    } finally {
      closed = true;
      writing.unlock();
    }
  }

  /** Closes without making anything durable that is not so already. */
  void abandon() throws IOException {
    writing.lock();
    try (index;
        journal) {
      closed = true;
    } finally {
      writing.unlock();
    }
  }
}
