package dev.tercet.recovery.plan;

import dev.tercet.saga.Drift;

/** A disagreement by name, and what mends it. */
public record Finding(Drift drift, Repair repair) {}
