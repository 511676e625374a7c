package dev.tercet.testkit.fault;

import java.util.concurrent.atomic.AtomicLong;

/** A port small enough to see every effect of a fault. */
interface Counter {
  /** The value after adding. */
  long add(long amount);

  long value();

  /** Sets the value: with {@link #value}, two calls that others may come between. */
  void set(long value);

  /** A counter in memory. */
  static Counter inMemory() {
    AtomicLong value = new AtomicLong();
    return new Counter() {
      @Override
      public long add(long amount) {
        return value.addAndGet(amount);
      }

      @Override
      public long value() {
        return value.get();
      }

      @Override
      public void set(long to) {
        value.set(to);
      }
    };
  }
}
