package dev.tercet.saga.schedule;

import java.time.Instant;
import java.util.Optional;

/** Reads cron expressions. */
@FunctionalInterface
public interface Timetable {
  /** The first time after that one; empty when there is none within some years. */
  Optional<Instant> next(Recurrence recurrence, Instant after);
}
