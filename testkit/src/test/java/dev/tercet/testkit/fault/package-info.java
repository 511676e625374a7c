/** Faults strike where they are told to, and a seed replays an order. */
@NullMarked
package dev.tercet.testkit.fault;

import org.jspecify.annotations.NullMarked;
