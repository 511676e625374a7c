package dev.tercet.pipeline;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often one kind of line may be written: what goes right a thousand times a second is not told
 * a thousand times, and what a stranger can cause at will is told no oftener than that either.
 */
public final class LogBudget {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final LongSupplier nanoTime;
  private long began;
  private int taken;
  private long leftOut;

  /** So many lines a second. */
  public LogBudget(int perSecond) {
    this(perSecond, System::nanoTime);
  }

  /**
   * So many lines a second.
   *
   * @param nanoTime never goes back, as {@link System#nanoTime}
   */
  public LogBudget(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    began = nanoTime.getAsLong();
  }

  /** Writes the line, given what to put after it, if it may be written. */
  public void spend(Consumer<String> line) {
    String leftOutBefore = take();
    if (leftOutBefore != null) {
      line.accept(leftOutBefore);
    }
  }

  /**
   * Whether the line may be written: what to put after it, which tells how many were left out
   * before; or null when it is to be left out.
   */
  public synchronized @Nullable String take() {
    long now = nanoTime.getAsLong();
    if (now - began >= SECOND) {
      began = now;
      taken = 0;
    }
    if (taken >= perSecond) {
      leftOut++;
      return null;
    }
    taken++;
    String before = leftOut == 0 ? "" : " (" + leftOut + " such lines before it were left out)";
    leftOut = 0;
    return before;
  }
}
