package dev.tercet.cli.bench.ceiling;

import dev.tercet.cli.service.StoreCounters;
import io.qdrant.client.QdrantClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A pipeline written by hand, as fast as the stores go: documents are accepted in bulk, claimed in
 * batches, embedded, written to Qdrant and marked. It has no HTTP, no queue, no model, no retry, no
 * history, no deduplication, and loses what it has claimed when it dies.
 */
public final class Ceiling {
  private static final int ACCEPTED_AT_ONCE = 1_000;
  private static final int CLAIMED_AT_ONCE = 256;
  private static final int WORKERS = 2;

  private final StoreCounters.Postgres postgres;
  private final Supplier<QdrantClient> points;
  private final IntFunction<String> texts;

  /** On these stores, with a text for each number. */
  public Ceiling(
      StoreCounters.Postgres postgres, Supplier<QdrantClient> points, IntFunction<String> texts) {
    this.postgres = postgres;
    this.points = points;
    this.texts = texts;
  }

  /** How long so many take, from the first that is accepted to the last that is done. */
  public Duration measure(int documents) throws SQLException, InterruptedException {
    try (Connection connection = StoreCounters.connect(postgres);
        QdrantClient qdrant = points.get()) {
      var table = new PlainTable(connection);
      var collection = new PlainCollection(qdrant);
      table.create();
      collection.create();
      try {
        return timed(documents, table, collection);
      } finally {
        table.drop();
        collection.drop();
      }
    }
  }

  private Duration timed(int documents, PlainTable table, PlainCollection collection)
      throws InterruptedException, SQLException {
    var left = new AtomicInteger(documents);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        Callable<Integer> work = () -> work(left, collection);
        workers.add(threads.submit(work));
      }
      accept(documents, table);
      for (Future<Integer> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the yardstick broke: " + e.getCause(), e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void accept(int documents, PlainTable table) throws SQLException {
    for (int from = 0; from < documents; from += ACCEPTED_AT_ONCE) {
      List<String> sources = new ArrayList<>();
      List<String> bodies = new ArrayList<>();
      for (int i = from; i < Math.min(documents, from + ACCEPTED_AT_ONCE); i++) {
        sources.add("letter-" + i);
        bodies.add(texts.apply(i));
      }
      table.accept(sources, bodies);
    }
  }

  /** Until none is left; how many it did. */
  private int work(AtomicInteger left, PlainCollection collection)
      throws SQLException, InterruptedException {
    int done = 0;
    try (Connection connection = StoreCounters.connect(postgres)) {
      var table = new PlainTable(connection);
      while (left.get() > 0) {
        List<PlainTable.Claimed> claimed = table.claim(CLAIMED_AT_ONCE);
        if (!claimed.isEmpty()) {
          collection.upsert(claimed);
          table.done(claimed);
          done += claimed.size();
          left.addAndGet(-claimed.size());
        }
      }
    }
    return done;
  }
}
