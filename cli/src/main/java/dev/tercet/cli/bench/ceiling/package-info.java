/** The yardstick: what the same stores do for a pipeline that keeps no ledger. */
@NullMarked
package dev.tercet.cli.bench.ceiling;

import org.jspecify.annotations.NullMarked;
