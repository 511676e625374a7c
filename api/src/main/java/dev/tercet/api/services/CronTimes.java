package dev.tercet.api.services;

import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Timetable;
import io.micronaut.scheduling.cron.CronExpression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cron expressions of five fields. What names hours is meant by the clock on the wall: a time that
 * the clock skips comes as much later, one that it shows twice comes once. What comes in every hour
 * goes by the time that passes.
 */
public final class CronTimes implements Timetable {
  private static final Logger LOG = LoggerFactory.getLogger(CronTimes.class);
  private static final int FIELDS = 5;
  private static final int HOUR = 1;
  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1");

  /** No clock on a wall is put forward or back by more. */
  private static final Duration LONGEST_SHIFT = Duration.ofHours(3);

  @Override
  public Optional<Instant> next(Recurrence recurrence, Instant after) {
    try {
      return Optional.of(following(recurrence.cron(), zone(recurrence.zone()), after));
    } catch (IllegalArgumentException e) {
      LOG.debug("{} never comes", recurrence, e);
      return Optional.empty();
    }
  }

  /**
   * The first time after that one; throws {@link IllegalArgumentException} that says what is wrong
   * with the expression, or that there is no time within four years.
   */
  public static Instant following(String cron, ZoneId zone, Instant after) {
    String[] fields = cron.strip().split("\\s+", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "a schedule has five fields: minute, hour, day of the month, month, day of the week");
    }
    try {
      CronExpression expression = CronExpression.create(String.join(" ", fields));
      ZonedDateTime from = after.atZone(zone);
      return EVERY_HOUR.contains(fields[HOUR])
          ? expression.nextTimeAfter(from).toInstant()
          : onTheWall(expression, from);
    } catch (ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("the fields make no time", e);
    }
  }

  /** The zone of that name; throws {@link IllegalArgumentException} when there is none. */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone " + name, e);
    }
  }

  /**
   * Of the times that the clock on the wall shows, beginning before whatever it has skipped lately.
   * What it skips comes by as much later, and thus maybe behind what is written later: the first is
   * known once the wall shows as much.
   */
  private static Instant onTheWall(CronExpression expression, ZonedDateTime after) {
    LocalDateTime shown = after.toLocalDateTime().minus(LONGEST_SHIFT);
    ZonedDateTime first = null;
    while (first == null || shown.isBefore(first.toLocalDateTime())) {
      shown = expression.nextTimeAfter(shown.atZone(ZoneOffset.UTC)).toLocalDateTime();
      ZonedDateTime meant = shown.atZone(after.getZone());
      if (meant.isAfter(after) && (first == null || meant.isBefore(first))) {
        first = meant;
      }
    }
    return first.toInstant();
  }
}
