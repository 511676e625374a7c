package dev.tercet.acceptance.proof.scenario;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;

/** Threads that do not run by themselves: what was started waits until it is run, in order. */
final class Deferred implements ThreadFactory {
  private final Queue<Runnable> started = new ArrayDeque<>();

  @Override
  public Thread newThread(Runnable work) {
    return new Thread(work) {
      @Override
      public synchronized void start() {
        started.add(work);
      }
    };
  }

  /** Runs what was started, and what that starts, to its end. */
  void runAll() {
    for (Runnable next = started.poll(); next != null; next = started.poll()) {
      next.run();
    }
  }
}
