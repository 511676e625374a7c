package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore;
import dev.tercet.testkit.contract.FreshPoints;
import dev.tercet.testkit.contract.PointStoreContract;
import java.util.UUID;

class QdrantContractTest extends PointStoreContract {

  @Override
  protected FreshPoints freshPoints() {
    var qdrant = new TestQdrant();
    PointStore store = qdrant.store(4);
    PointStore neighbour = qdrant.store(UUID.randomUUID(), 4);
    PointStore misfit = qdrant.misfit(store.collection(), 5);
    return new FreshPoints() {
      @Override
      public PointStore store() {
        return store;
      }

      @Override
      public PointStore neighbour() {
        return neighbour;
      }

      @Override
      public PointStore misfit() {
        return misfit;
      }

      @Override
      public int dimension() {
        return 4;
      }

      @Override
      public void loseCollection() {
        qdrant.drop(store.collection());
      }

      @Override
      public void loseBucketIndex() {
        qdrant.dropIndex(store.collection(), Payloads.BUCKET);
      }

      @Override
      public void close() {
        qdrant.close();
      }
    };
  }
}
