/**
 * What a run is asked, what it finds, and what that means: the values that detectors and repairs
 * share, and {@code RepairPlan}, which is pure.
 */
@NullMarked
package dev.tercet.recovery.plan;

import org.jspecify.annotations.NullMarked;
