package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.PointDocument;
import dev.tercet.embedded.vector.query.PointKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * An index of Lucene in which every read sees every write that was answered before it.
 *
 * <p>The reader pays for that, not the writer: a write only counts up, and the next read refreshes
 * when it finds itself behind. A long run of writes without a read costs no refresh at all.
 */
public final class LiveIndex implements Closeable {
  private static final String COMMITTED = "journal";
  private static final double BUFFER_MB = 32;
  private static final double SMALLEST_SEGMENT_MB = 4;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile long visible;

  /** Reads from one state of the index. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(IndexSearcher searcher) throws IOException;
  }

  /** The disk that an index lives on. */
  @FunctionalInterface
  public interface Disk {
    Directory open(Path folder) throws IOException;
  }

  /** Holds nothing of the folder when it throws, so that it can be tried again. */
  LiveIndex(Path folder, Disk disk) throws IOException {
    directory = new NRTCachingDirectory(disk.open(folder), SMALLEST_SEGMENT_MB, 16);
    try {
      writer = new IndexWriter(directory, settings());
    } catch (IOException | RuntimeException e) {
      Closing.after(e, directory);
      throw e;
    }
    try {
      searchers = new SearcherManager(writer, new WithoutQueryCache());
    } catch (IOException | RuntimeException e) {
      Closing.after(e, writer, directory);
      throw e;
    }
  }

  private static IndexWriterConfig settings() {
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setFloorSegmentMB(SMALLEST_SEGMENT_MB);
    return new IndexWriterConfig()
        .setIndexSort(PointDocument.ID_ORDER)
        .setRAMBufferSizeMB(BUFFER_MB)
        .setUseCompoundFile(false)
        .setMaxFullFlushMergeWaitMillis(0)
        .setMergePolicy(merges)
        .setCommitOnClose(false);
  }

  /** Leaves the memory of a query cache to the application. */
  private static final class WithoutQueryCache extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /** The number that {@link #commit} was last given, or 0. */
  long committed() {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      for (Map.Entry<String, String> entry : data) {
        if (entry.getKey().equals(COMMITTED)) {
          return Long.parseLong(entry.getValue());
        }
      }
    }
    return 0;
  }

  void put(PointKey key, Document document) throws IOException {
    writer.updateDocument(new Term(PointDocument.ID, key.toTerm()), document);
  }

  void delete(Query query) throws IOException {
    writer.deleteDocuments(query);
  }

  /** Ends a write: reads that begin after this see it. */
  long wrote() {
    return written.incrementAndGet();
  }

  /** The last write that every read sees already. */
  long visible() {
    return visible;
  }

  /** Reads a state that holds every write that has ended. */
  <T> T read(Reading<T> reading) throws IOException {
    catchUp(written.get());
    return readAsIs(reading);
  }

  /** Reads without a refresh, for a writer that knows which of its writes matter. */
  <T> T readAsIs(Reading<T> reading) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return reading.from(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /** Whether a failure of the disk ended the writer, which then takes nothing more. */
  boolean isBroken() {
    return writer.getTragicException() != null;
  }

  /** The failure that ended the writer; everything that came after it only says closed. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(writer.getTragicException());
  }

  /** Makes everything durable, and remembers the number with it. */
  void commit(long number) throws IOException {
    writer.setLiveCommitData(Map.of(COMMITTED, Long.toString(number)).entrySet());
    writer.commit();
  }

  private void catchUp(long needed) throws IOException {
    if (visible >= needed) {
      return;
    }
    refreshing.lock();
    try {
      if (visible < needed) {
        long now = written.get();
        searchers.maybeRefreshBlocking();
        visible = now;
      }
    } finally {
      refreshing.unlock();
    }
  }

  /** Drops what was not committed. */
  @Override
  public void close() throws IOException {
    try (directory;
        writer) {
      searchers.close();
    }
  }
}
