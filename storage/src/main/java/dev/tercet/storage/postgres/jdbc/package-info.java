/** Connections, transactions and rows of Postgres, and what its failures mean. Knows no table. */
@NullMarked
package dev.tercet.storage.postgres.jdbc;

import org.jspecify.annotations.NullMarked;
