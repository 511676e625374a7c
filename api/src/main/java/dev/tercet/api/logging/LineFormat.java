package dev.tercet.api.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.tercet.saga.LogFields;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes an event as lines, each of them whole in itself. */
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

  /** The lines, each with its end. */
  String lines(ILoggingEvent event);

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
