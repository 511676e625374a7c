package dev.tercet.api.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.tercet.saga.LogFields;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as lines, each of them whole in itself and below 1 KB. An exception is told in
 * short in the same line; of an error each cause and each frame follows, on lines that begin like
 * the first.
 */
interface LineFormat {
  /** What a line may belong to, in this order, each with its most bytes. */
  List<Field> FIELDS =
      List.of(
          new Field(LogFields.REQUEST, 128),
          new Field(LogFields.PROJECT, 64),
          new Field(LogFields.EXTRACTION, 36),
          new Field(LogFields.EPOCH, 20));

  /** A field by its name, and the most bytes of its value. */
  record Field(String name, int most) {}

  /** Of a message, in bytes: with all that stands before it, a line stays below 1 KB. */
  int MOST_MESSAGE = 440;

  /** The same when an exception is told in the same line, and of that. */
  int MOST_BESIDE = 250;

  int MOST_EXCEPTION = 170;
  int MOST_CAUSES = 4;
  int MOST_FRAMES = 12;

  /**
   * One line without its end.
   *
   * @param exception in short, or null
   */
  String line(ILoggingEvent event, String message, @Nullable String exception);

  /** The lines, each with its end. */
  default String lines(ILoggingEvent event) {
    String message = String.valueOf(event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return line(event, message, null) + "\n";
    }
    return event.getLevel().isGreaterOrEqual(Level.ERROR)
        ? line(event, message, null) + "\n" + trace(event, thrown)
        : line(event, message, chain(thrown)) + "\n";
  }

  private String trace(ILoggingEvent event, IThrowableProxy thrown) {
    var all = new StringBuilder();
    String before = "";
    int causes = 0;
    for (IThrowableProxy it = thrown; it != null && causes++ < MOST_CAUSES; it = it.getCause()) {
      all.append(line(event, before + said(it), null)).append("\n");
      before = "caused by ";
      StackTraceElementProxy[] frames = it.getStackTraceElementProxyArray();
      int shown = Math.min(MOST_FRAMES, frames.length - it.getCommonFrames());
      for (int i = 0; i < shown; i++) {
        all.append(line(event, "  " + frames[i].getSTEAsString(), null)).append("\n");
      }
    }
    return all.toString();
  }

  /** In one line: what happened, and what made it happen. */
  private static String chain(IThrowableProxy thrown) {
    var chain = new StringBuilder(said(thrown));
    int causes = 1;
    for (IThrowableProxy it = thrown.getCause();
        it != null && causes++ < MOST_CAUSES;
        it = it.getCause()) {
      chain.append(" ← ").append(said(it));
    }
    return chain.toString();
  }

  private static String said(IThrowableProxy thrown) {
    String type = thrown.getClassName();
    String name = type.substring(type.lastIndexOf('.') + 1);
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }

  /** Date, time to the millisecond, and the zone's offset. */
  static String time(ILoggingEvent event) {
    return Time.FORMAT.format(event.getInstant());
  }

  /** The form of every date. */
  final class Time {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx")
            .withZone(ZoneId.systemDefault());

    private Time() {}
  }
}
