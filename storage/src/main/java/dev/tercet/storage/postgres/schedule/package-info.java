/** Recurring work in Postgres. */
@NullMarked
package dev.tercet.storage.postgres.schedule;

import org.jspecify.annotations.NullMarked;
