package dev.tercet.api.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.tercet.saga.LogFields;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** For machines: one JSON object a line; what does not apply is left out. */
record JsonFormat(Redaction redaction) implements LineFormat {
  private static final int MOST_LOGGER = 60;
  private static final int MOST_THREAD = 40;
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,18}");

  @Override
  public String line(ILoggingEvent event, String message, @Nullable String exception) {
    Line line = new Line(redaction, true);
    line.add("{\"time\":\"").add(LineFormat.time(event));
    line.add("\",\"level\":\"").add(event.getLevel().toString());
    field(line, "logger", event.getLoggerName(), MOST_LOGGER);
    field(line, "thread", event.getThreadName(), MOST_THREAD);
    field(line, "message", message, exception == null ? MOST_MESSAGE : MOST_BESIDE);
    if (exception != null) {
      field(line, "exception", exception, MOST_EXCEPTION);
    }
    line.add("\"");
    Map<String, String> fields = event.getMDCPropertyMap();
    for (Field field : FIELDS) {
      String value = fields.get(field.name());
      if (value != null) {
        put(line, field, value);
      }
    }
    return line.add("}").toString();
  }

  /** Ends the string before it and leaves its own open. */
  private static void field(Line line, String name, String value, int most) {
    line.add("\",\"").add(name).add("\":\"").value(value, most);
  }

  /** An epoch is a number, as in every answer. */
  private static void put(Line line, Field field, String value) {
    line.add(",\"").add(field.name()).add("\":");
    if (field.name().equals(LogFields.EPOCH) && NUMBER.matcher(value).matches()) {
      line.add(value);
    } else {
      line.add("\"").value(value, field.most()).add("\"");
    }
  }
}
