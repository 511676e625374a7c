/**
 * Connections below the requests: how many there are, how slow a client may be, what is answered to
 * bytes that are no request, and how all of them end when the process is asked to stop.
 */
@NullMarked
package dev.tercet.api.connection;

import org.jspecify.annotations.NullMarked;
