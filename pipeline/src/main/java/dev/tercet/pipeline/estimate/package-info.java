/** What work would take, before it is done (docs/money.md). */
@NullMarked
package dev.tercet.pipeline.estimate;

import org.jspecify.annotations.NullMarked;
