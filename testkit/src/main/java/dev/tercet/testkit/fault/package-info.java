/**
 * Faults and interleavings, on purpose and repeatable: {@link dev.tercet.testkit.fault.FaultPlan}
 * strikes one call of a scenario, {@link dev.tercet.testkit.fault.FaultSweep} every call in every
 * way, and {@link dev.tercet.testkit.fault.Turnstile} orders the calls of several threads by a
 * seed.
 */
@NullMarked
package dev.tercet.testkit.fault;

import org.jspecify.annotations.NullMarked;
