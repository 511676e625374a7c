package dev.tercet.testkit.memory;

import dev.tercet.saga.port.PointStore;
import dev.tercet.testkit.contract.FreshPoints;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The points in memory, as the contract wants them; possibly behind something that breaks them. */
public final class PointsInMemory implements FreshPoints {
  private static final int DIMENSION = 4;

  private final UUID owner = new UUID(1, 1);
  private final InMemoryPointStore real =
      new InMemoryPointStore("passages-model-4", owner, DIMENSION);
  private final PointStore store;

  public PointsInMemory(UnaryOperator<PointStore> around) {
    store = around.apply(real);
  }

  @Override
  public PointStore store() {
    return store;
  }

  @Override
  public PointStore neighbour() {
    return real.sharedWith(new UUID(2, 2), DIMENSION);
  }

  @Override
  public PointStore misfit() {
    return real.sharedWith(owner, DIMENSION + 1);
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public void loseCollection() {
    real.dropCollection();
  }

  @Override
  public void loseBucketIndex() {
    real.dropBucketIndex();
  }

  @Override
  public void close() {}
}
