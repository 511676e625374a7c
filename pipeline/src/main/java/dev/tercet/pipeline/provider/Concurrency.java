package dev.tercet.pipeline.provider;

/** How many calls a provider gets at once. */
public sealed interface Concurrency {
  /** The same number, less only for a while after the provider was overrun. */
  record Fixed(int calls) implements Concurrency {}

  /**
   * As many as the provider answers without letting them wait.
   *
   * @param start with how many it begins
   * @param most the ceiling, not below {@code start}
   */
  record Adaptive(int start, int most) implements Concurrency {}
}
