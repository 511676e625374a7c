package dev.tercet.api.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For people: {@code date level logger [fields] · message · exception}. */
record TextFormat(Redaction redaction) implements LineFormat {
  private static final int MOST_LOGGER = 40;

  @Override
  public String line(ILoggingEvent event, String message, @Nullable String exception) {
    Line line = start(event);
    if (exception == null) {
      return line.value(message, MOST_MESSAGE).toString();
    }
    line.value(message, MOST_BESIDE);
    return line.add(" · ").value(exception, MOST_EXCEPTION).toString();
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

  /** The last package and the class: who reads the log need not know the tree above. */
  private static String logger(String name) {
    int type = name.lastIndexOf('.');
    int last = type < 0 ? -1 : name.lastIndexOf('.', type - 1);
    return name.substring(last + 1);
  }
}
