/** What Tercet answers over HTTP: controllers on the ports, their limits and their shapes. */
@NullMarked
package dev.tercet.api.http;

import org.jspecify.annotations.NullMarked;
