package dev.tercet.embedded.qdrant;

/** Where the engine runs, if it keeps the vectors. */
public sealed interface EnginePlace {
  /** In this process. */
  record Inside() implements EnginePlace {}

  /**
   * In a process of its own, which is looked after like those of the other stores.
   *
   * @param heapBytes the most that it may have; beyond that it ends, and is started again
   */
  record Apart(long heapBytes) implements EnginePlace {}
}
