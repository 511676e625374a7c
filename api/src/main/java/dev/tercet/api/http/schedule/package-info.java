/** Recurring work over HTTP (docs/protocol.md §15). */
@NullMarked
package dev.tercet.api.http.schedule;

import org.jspecify.annotations.NullMarked;
