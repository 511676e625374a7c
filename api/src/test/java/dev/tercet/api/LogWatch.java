package dev.tercet.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, from all levels that matter to a test. */
public final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final @Nullable Level before;

  /** Watches our own loggers from this level on, or all of them when it is the root. */
  public LogWatch(String name, Level level) {
    if (!(LoggerFactory.getLogger(name) instanceof Logger found)) {
      throw new IllegalStateException("the log is not Logback");
    }
    logger = found;
    before = logger.getLevel();
    logger.setLevel(level);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  public List<ILoggingEvent> events() {
    return List.copyOf(events);
  }

  /** The first event of that kind, once it is there. */
  public ILoggingEvent await(Predicate<ILoggingEvent> kind) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      for (ILoggingEvent event : events) {
        if (kind.test(event)) {
          return event;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new AssertionError("no such line among " + events);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
    stop();
  }
}
