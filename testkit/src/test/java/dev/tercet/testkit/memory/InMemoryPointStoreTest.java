package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.FreshPoints;
import dev.tercet.testkit.contract.PointStoreContract;

class InMemoryPointStoreTest extends PointStoreContract {
  @Override
  protected FreshPoints freshPoints() {
    return new PointsInMemory(store -> store);
  }
}
