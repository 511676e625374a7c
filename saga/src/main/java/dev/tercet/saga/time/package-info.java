/**
 * Time as the program measures it: the two clocks of a process, the wait before another try, and a
 * pause with an end.
 */
@NullMarked
package dev.tercet.saga.time;

import org.jspecify.annotations.NullMarked;
