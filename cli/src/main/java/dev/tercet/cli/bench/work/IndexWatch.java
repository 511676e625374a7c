package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.IndexEnd;
import dev.tercet.cli.bench.count.IndexEnd.Ended;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.pipeline.LoopSignal;
import io.qdrant.client.QdrantClient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Watches, beside what follows a load, until Qdrant has indexed what the load wrote. */
final class IndexWatch implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final WorkPlace place;
  private final CostReading loaded;
  private final QdrantClient client;
  private final LoopSignal pause = new LoopSignal();
  private final FutureTask<Optional<Ended>> end;

  private IndexWatch(WorkPlace place, CostReading loaded) {
    this.place = place;
    this.loaded = loaded;
    client = place.stores().qdrant();
    var collections = new GreenCollections(client, place.collectionPrefix(), place.meter());
    var wait = new IndexEnd(collections, System::nanoTime, this::rest);
    end = new FutureTask<>(() -> wait.await(loaded.atNanos()));
  }

  /** From the end of a load, at which that was read. */
  static IndexWatch begin(WorkPlace place, CostReading loaded) {
    var watch = new IndexWatch(place, loaded);
    Thread.ofVirtual().name("index").start(watch.end);
    return watch;
  }

  private boolean rest(Duration look) {
    pause.rest(look);
    return !pause.isStopped();
  }

  /** Waits for the end; writes how long that took, and what it cost each of so many documents. */
  void measure(int documents, ObjectNode json) throws InterruptedException {
    Optional<Ended> ended = await();
    if (ended.isEmpty()) {
      json.putNull("indexSeconds").putNull("indexCpuMsPerDocument");
      return;
    }
    long nanos = Math.max(0, ended.get().atNanos() - loaded.atNanos());
    json.put("indexSeconds", Rounded.hundredths(nanos / NANOS_PER_SECOND));
    OptionalDouble cpu = ended.get().cpuMillis();
    Double before = loaded.cpuMillis().get("qdrant");
    if (cpu.isPresent() && before != null) {
      json.put(
          "indexCpuMsPerDocument",
          Rounded.tenThousandths((cpu.getAsDouble() - before) / Math.max(1, documents)));
    }
  }

  /** Waits for the end, and says so when it does not come. */
  Optional<Ended> await() throws InterruptedException {
    try {
      Optional<Ended> ended = end.get();
      if (ended.isEmpty()) {
        place
            .progress()
            .plain(
                "Qdrant is still indexing after %d minutes; nobody waits any longer"
                    .formatted(IndexEnd.LONGEST.toMinutes()));
      }
      return ended;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is not known when Qdrant had indexed", e);
    }
  }

  @Override
  public void close() {
    pause.stop();
    client.close();
  }
}
