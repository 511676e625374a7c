package dev.tercet.pipeline.lane;

import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchTroubleException;
import dev.tercet.saga.batch.ProviderBatch;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Batches whose sender never hears what came of it.
 *
 * @param isSent whether they arrive
 */
record UnheardBatches(BatchApi real, boolean isSent) implements BatchApi {
  @Override
  public Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill) {
    if (isSent) {
      real.send(batch, items, mayStill);
    }
    throw new BatchTroubleException(0, "nothing was heard", null);
  }

  @Override
  public Found find(ProviderBatch batch, Predicate<String> isOther) {
    return real.find(batch, isOther);
  }

  @Override
  public Standing look(String remote) {
    return real.look(remote);
  }

  @Override
  public void read(Standing standing, Results told) {
    real.read(standing, told);
  }

  @Override
  public void cancel(String remote) {
    real.cancel(remote);
  }
}
