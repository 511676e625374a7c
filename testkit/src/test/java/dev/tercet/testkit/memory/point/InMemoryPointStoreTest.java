package dev.tercet.testkit.memory.point;

import dev.tercet.testkit.contract.FreshPoints;
import dev.tercet.testkit.contract.PointStoreContract;
import dev.tercet.testkit.memory.PointsInMemory;

class InMemoryPointStoreTest extends PointStoreContract {
  @Override
  protected FreshPoints freshPoints() {
    return new PointsInMemory(store -> store);
  }
}
