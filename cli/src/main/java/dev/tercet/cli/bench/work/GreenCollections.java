package dev.tercet.cli.bench.work;

import com.google.common.util.concurrent.ListenableFuture;
import dev.tercet.cli.bench.count.CostMeter;
import dev.tercet.cli.bench.count.IndexEnd;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The collections of the measured service, which are green when Qdrant's optimizers are idle. */
final class GreenCollections implements IndexEnd.Look {
  /** For one answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final QdrantClient client;
  private final String prefix;
  private final CostMeter meter;

  /** Those whose names begin with the prefix. */
  GreenCollections(QdrantClient client, String prefix, CostMeter meter) {
    this.client = client;
    this.prefix = prefix;
    this.meter = meter;
  }

  @Override
  public boolean isGreen() throws InterruptedException {
    for (String name : answer(client.listCollectionsAsync())) {
      if (name.startsWith(prefix)
          && answer(client.getCollectionInfoAsync(name)).getStatus() != CollectionStatus.Green) {
        return false;
      }
    }
    return true;
  }

  @Override
  public OptionalDouble cpuMillis() {
    return meter.qdrantMillis();
  }

  private static <T> T answer(ListenableFuture<T> call) throws InterruptedException {
    try {
      return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Qdrant does not tell its state: " + e, e);
    }
  }
}
