/**
 * What every embedded store needs: a folder of its own, a program, a port, secrets, and a process
 * that is watched.
 */
@NullMarked
package dev.tercet.embedded.process;

import org.jspecify.annotations.NullMarked;
