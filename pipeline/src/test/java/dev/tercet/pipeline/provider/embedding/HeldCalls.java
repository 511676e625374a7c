package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.embedding.EmbeddingBatches.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** An endpoint that notes every call, and answers it once it is let through. */
final class HeldCalls implements EmbeddingBatches.Call {
  private final List<List<String>> all = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore let = new Semaphore(0);
  private final Semaphore cut = new Semaphore(0);
  private volatile Function<List<String>, Outcome> answer = HeldCalls::vectors;

  /** A vector of its own for each text. */
  static Outcome vectors(List<String> texts) {
    return new Outcome.Vectors(texts.stream().map(HeldCalls::vectorOf).toList());
  }

  static float[] vectorOf(String text) {
    return new float[] {text.hashCode(), text.length()};
  }

  /** Answers like that from now on. */
  void answer(Function<List<String>, Outcome> how) {
    answer = how;
  }

  @Override
  public Outcome of(List<String> texts) {
    all.add(List.copyOf(texts));
    threads.add(Thread.currentThread());
    begun.release();
    try {
      let.acquire();
    } catch (InterruptedException e) {
      cut.release();
      Thread.currentThread().interrupt();
      throw new AbandonedException("cut", e);
    }
    return answer.apply(texts);
  }

  /** Waits until so many more calls have begun. */
  void awaitBegun(int calls) throws InterruptedException {
    begun.acquire(calls);
  }

  /** Waits until one more call was cut. */
  void awaitCut() throws InterruptedException {
    cut.acquire();
  }

  void let(int calls) {
    let.release(calls);
  }

  void letAll() {
    let.release(1_000_000);
  }

  List<List<String>> all() {
    return List.copyOf(all);
  }

  List<Integer> sizes() {
    return all.stream().map(List::size).toList();
  }

  /** On which each call was made. */
  List<Thread> threads() {
    return List.copyOf(threads);
  }
}
