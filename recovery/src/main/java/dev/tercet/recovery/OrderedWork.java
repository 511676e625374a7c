package dev.tercet.recovery;

import dev.tercet.saga.port.BulkStore;

/** What people have asked for that goes on by itself. */
public record OrderedWork(BulkStore bulk, ScheduledWork schedules) {}
