/** Takes hints from the queues, claims them and runs the attempts of one process. */
@NullMarked
package dev.tercet.pipeline.worker;

import org.jspecify.annotations.NullMarked;
