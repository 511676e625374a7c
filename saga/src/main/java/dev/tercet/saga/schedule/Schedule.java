package dev.tercet.saga.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recurring work as it stands.
 *
 * @param project on which it works; null for everything
 * @param slug the project's name; null without one
 * @param version grows with each change and each firing
 * @param nextAt when it is due; null when that is never
 * @param last how its last time fared; null before the first
 */
public record Schedule(
    UUID id,
    String tenant,
    String name,
    Recurrence recurrence,
    ScheduledAction action,
    @Nullable UUID project,
    @Nullable String slug,
    long version,
    @Nullable Instant nextAt,
    @Nullable Firing last) {

  /**
   * Recurring work as it is asked for.
   *
   * @param id of the schedule if there is none of that name yet, drawn before it is asked for
   * @param project on which it is to work; null for everything
   * @param nextAt when it is due for the first time
   */
  public record Order(
      UUID id,
      String tenant,
      String name,
      Recurrence recurrence,
      ScheduledAction action,
      @Nullable UUID project,
      Instant nextAt) {}
}
