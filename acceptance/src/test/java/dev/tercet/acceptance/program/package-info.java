/**
 * The program as its users meet it: a process with a data folder, an address and a key. Nothing
 * here knows a class of the program but the one that starts it, and the one that starts stores.
 */
@NullMarked
package dev.tercet.acceptance.program;

import org.jspecify.annotations.NullMarked;
