/** What {@code tercet bench} measures with; nothing here knows the service. */
@NullMarked
package dev.tercet.api.bench;

import org.jspecify.annotations.NullMarked;
