/** Where providers of models stand, and who waits for them. */
@NullMarked
package dev.tercet.storage.postgres.provider;

import org.jspecify.annotations.NullMarked;
