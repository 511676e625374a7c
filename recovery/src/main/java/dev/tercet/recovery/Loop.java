package dev.tercet.recovery;

import dev.tercet.saga.DueWork;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A pass that is made again and again while the ledger holds something for it, one at a time. */
final class Loop {
  /** Somewhat less than from one look at a quiet ledger to the next. */
  static final Duration PAUSE = Duration.ofMillis(750);

  private final String name;
  private final Predicate<DueWork> condition;
  private final Consumer<DueWork> pass;
  private final long pauseNanos;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long next = System.nanoTime();

  private Loop(String name, Predicate<DueWork> condition, Consumer<DueWork> pass, Duration pause) {
    this.name = name;
    this.condition = condition;
    this.pass = pass;
    pauseNanos = pause.toNanos();
  }

  /** A pass at every look that shows something for it. */
  static Loop urgent(String name, Predicate<DueWork> condition, Consumer<DueWork> pass) {
    return new Loop(name, condition, pass, Duration.ZERO);
  }

  /** The same with a pause after each. */
  static Loop paced(String name, Predicate<DueWork> condition, Consumer<DueWork> pass) {
    return new Loop(name, condition, pass, PAUSE);
  }

  /** The same with another pause. */
  static Loop every(
      Duration pause, String name, Predicate<DueWork> condition, Consumer<DueWork> pass) {
    return new Loop(name, condition, pass, pause);
  }

  String name() {
    return name;
  }

  /** True when a pass is to be made, which is under way from now on until {@link #pass} ends. */
  boolean begins(DueWork seen) {
    return next - System.nanoTime() <= 0
        && condition.test(seen)
        && running.compareAndSet(false, true);
  }

  /** Makes the pass that was begun. */
  void pass(DueWork seen) {
    try {
      pass.accept(seen);
    } finally {
      next = System.nanoTime() + pauseNanos;
      running.set(false);
    }
  }
}
