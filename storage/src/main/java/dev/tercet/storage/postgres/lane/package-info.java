/** Questions that wait for batches of their providers. */
@NullMarked
package dev.tercet.storage.postgres.lane;

import org.jspecify.annotations.NullMarked;
