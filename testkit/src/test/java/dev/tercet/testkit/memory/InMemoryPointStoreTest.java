package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.PointStoreContract;
import dev.tercet.testkit.contract.Points;

class InMemoryPointStoreTest extends PointStoreContract {
  @Override
  protected Points freshPoints() {
    return new PointsInMemory(store -> store);
  }
}
