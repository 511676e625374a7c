package dev.tercet.recovery;

import dev.tercet.saga.Drift;

/** A disagreement by name, and what mends it. */
record Finding(Drift drift, Repair repair) {}
