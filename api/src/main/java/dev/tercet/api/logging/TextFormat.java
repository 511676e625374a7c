package dev.tercet.api.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For people: {@code date level logger [fields] · message · exception}. Where the exception came
 * from follows errors only, each frame on a line that begins like the first.
 */
record TextFormat(Redaction redaction) implements LineFormat {
  private static final int MOST_LOGGER = 40;
  private static final int MOST_CAUSE = 200;
  private static final int MOST_CAUSES = 4;
  private static final int MOST_FRAME = 200;
  private static final int MOST_FRAMES = 12;

  @Override
  public String lines(ILoggingEvent event) {
    Line line = start(event).value(String.valueOf(event.getFormattedMessage()), MOST_MESSAGE);
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return line.add("\n").toString();
    }
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      return line.add("\n") + trace(event, thrown);
    }
    return line.add(" · ").value(chain(thrown), MOST_CAUSE).add("\n").toString();
  }

  private Line start(ILoggingEvent event) {
    Line line = new Line(redaction, false);
    line.add(LineFormat.time(event)).add(" ").add("%-5s".formatted(event.getLevel())).add(" ");
    line.value(logger(event.getLoggerName()), MOST_LOGGER);
    String separator = " [";
    Map<String, String> fields = event.getMDCPropertyMap();
    for (Field field : FIELDS) {
      String value = fields.get(field.name());
      if (value != null) {
        line.add(separator).add(field.name()).add("=").value(value, field.most());
        separator = " ";
      }
    }
    return line.add(separator.equals(" [") ? " · " : "] · ");
  }

  private String trace(ILoggingEvent event, IThrowableProxy thrown) {
    var all = new StringBuilder();
    String before = "";
    int causes = 0;
    for (IThrowableProxy it = thrown; it != null && causes++ < MOST_CAUSES; it = it.getCause()) {
      all.append(start(event).add(before).value(said(it), MOST_MESSAGE).add("\n"));
      before = "caused by ";
      StackTraceElementProxy[] frames = it.getStackTraceElementProxyArray();
      int shown = Math.min(MOST_FRAMES, frames.length - it.getCommonFrames());
      for (int i = 0; i < shown; i++) {
        all.append(start(event).add("  ").value(frames[i].getSTEAsString(), MOST_FRAME).add("\n"));
      }
    }
    return all.toString();
  }

  /** In one line: what happened, and what made it happen. */
  private static String chain(IThrowableProxy thrown) {
    var chain = new StringBuilder(said(thrown));
    int causes = 1;
    for (IThrowableProxy it = cause(thrown); it != null && causes++ < MOST_CAUSES; it = cause(it)) {
      chain.append(" ← ").append(said(it));
    }
    return chain.toString();
  }

  private static @Nullable IThrowableProxy cause(IThrowableProxy thrown) {
    return thrown.getCause();
  }

  private static String said(IThrowableProxy thrown) {
    String type = thrown.getClassName();
    String name = type.substring(type.lastIndexOf('.') + 1);
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }

  /** The last package and the class: who reads the log need not know the tree above. */
  private static String logger(String name) {
    int type = name.lastIndexOf('.');
    int last = type < 0 ? -1 : name.lastIndexOf('.', type - 1);
    return name.substring(last + 1);
  }
}
