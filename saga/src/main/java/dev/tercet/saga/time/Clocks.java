package dev.tercet.saga.time;

import java.time.InstantSource;

/**
 * What tells a process the time.
 *
 * @param wall for what is shown, stored or compared with other machines; people and their daemons
 *     step it
 * @param steady for what this process measures itself: it only goes forward, and nobody steps it
 */
public record Clocks(InstantSource wall, InstantSource steady) {}
