/** What the queues do on a real Redis: the embedded one, or the one that the environment names. */
@NullMarked
package dev.tercet.storage.redis;

import org.jspecify.annotations.NullMarked;
