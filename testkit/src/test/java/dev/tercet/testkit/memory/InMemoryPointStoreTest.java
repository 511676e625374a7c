package dev.tercet.testkit.memory;

import dev.tercet.saga.PointStore;
import dev.tercet.testkit.contract.PointStoreContract;
import dev.tercet.testkit.contract.Points;
import java.util.UUID;

class InMemoryPointStoreTest extends PointStoreContract {
  @Override
  protected Points freshPoints() {
    return new PointsInMemory();
  }

  private static final class PointsInMemory implements Points {
    private static final int DIMENSION = 4;

    private final UUID owner = new UUID(1, 1);
    private final InMemoryPointStore store =
        new InMemoryPointStore("passages-model-4", owner, DIMENSION);

    @Override
    public PointStore store() {
      return store;
    }

    @Override
    public PointStore neighbour() {
      return store.sharedWith(new UUID(2, 2), DIMENSION);
    }

    @Override
    public PointStore misfit() {
      return store.sharedWith(owner, DIMENSION + 1);
    }

    @Override
    public int dimension() {
      return DIMENSION;
    }

    @Override
    public void loseCollection() {
      store.dropCollection();
    }

    @Override
    public void close() {}
  }
}
