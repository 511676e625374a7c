package dev.tercet.pipeline;

import dev.tercet.saga.Claim;
import dev.tercet.saga.LogFields;
import dev.tercet.saga.queue.Hint;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What this thread's lines of the log belong to, until it is closed; then it is as before. Threads
 * that work for another one take its scope along with {@link #carried}.
 */
public final class LogScope implements AutoCloseable {
  private final @Nullable Map<String, String> before;

  private LogScope(@Nullable Map<String, String> before) {
    this.before = before;
  }

  /** Of one attempt. */
  public static LogScope of(Claim claim) {
    LogScope scope = of(claim.extraction(), claim.epoch());
    MDC.put(LogFields.PROJECT, claim.project().toString());
    return scope;
  }

  /** Of one claim that a hint names. */
  public static LogScope of(Hint hint) {
    return of(hint.extraction(), hint.epoch());
  }

  /** Of one claim. */
  public static LogScope of(UUID extraction, long epoch) {
    LogScope scope = of(LogFields.EXTRACTION, extraction.toString());
    MDC.put(LogFields.EPOCH, Long.toString(epoch));
    return scope;
  }

  /** With one more field. */
  public static LogScope of(String field, String value) {
    var scope = new LogScope(MDC.getCopyOfContextMap());
    MDC.put(field, value);
    return scope;
  }

  /** With these fields, too. */
  public LogScope and(Map<String, String> more) {
    more.forEach(MDC::put);
    return this;
  }

  /** The project turned out to have this name. */
  public static void named(String project) {
    MDC.put(LogFields.PROJECT, project);
  }

  /** The work in the scope of the thread that calls this, on whichever thread it runs. */
  public static Runnable carried(Runnable work) {
    Map<String, String> here = MDC.getCopyOfContextMap();
    return () -> {
      var scope = new LogScope(MDC.getCopyOfContextMap());
      restore(here);
      try (scope) {
        work.run();
      }
    };
  }

  /** The same for work with a result. */
  public static <T> Callable<T> carried(Callable<T> work) {
    Map<String, String> here = MDC.getCopyOfContextMap();
    return () -> {
      var scope = new LogScope(MDC.getCopyOfContextMap());
      restore(here);
      try (scope) {
        return work.call();
      }
    };
  }

  @Override
  public void close() {
    restore(before);
  }

  private static void restore(@Nullable Map<String, String> fields) {
    if (fields == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(fields);
    }
  }
}
