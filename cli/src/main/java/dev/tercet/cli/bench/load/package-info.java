/** Posts documents and notes when each was posted and done. */
@NullMarked
package dev.tercet.cli.bench.load;

import org.jspecify.annotations.NullMarked;
