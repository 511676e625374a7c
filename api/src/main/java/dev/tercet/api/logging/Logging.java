package dev.tercet.api.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.tercet.api.config.LogConfig;
import dev.tercet.api.config.Secret;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of this process. */
public final class Logging {
  private static final String OURS = "dev.tercet";

  private Logging() {}

  /** Leads into this log what would be written past it: by libraries, and by threads that break. */
  public static void gather() {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
        context().getLogger(OURS).error("the thread {} broke", thread.getName(), thrown));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** From now on lines look like this. */
  public static void apply(LogConfig config) {
    for (LineEncoder encoder : encoders()) {
      encoder.hide(config.secrets().stream().map(Secret::value).toList());
      encoder.use(config.format());
    }
    config.level().ifPresent(it -> context().getLogger(OURS).setLevel(level(it)));
  }

  /** Writes what is still on its way; nothing is logged after that. */
  public static void end() {
    context().stop();
  }

  private static Level level(LogConfig.Threshold threshold) {
    return switch (threshold) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
      case TRACE -> Level.TRACE;
    };
  }

  private static List<LineEncoder> encoders() {
    var lines = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("LINES");
    return lines instanceof AsyncAppender async
            && async.getAppender("STDERR") instanceof OutputStreamAppender<ILoggingEvent> stderr
            && stderr.getEncoder() instanceof LineEncoder encoder
        ? List.of(encoder)
        : List.of();
  }

  private static LoggerContext context() {
    if (LoggerFactory.getLogger(OURS) instanceof Logger ours) {
      return ours.getLoggerContext();
    }
    throw new IllegalStateException("the log is not Logback");
  }
}
