/**
 * One HTTP call to a provider, whoever that is: its deadline, what came back and after which time
 * to ask again, and what a call without an answer means.
 */
@NullMarked
package dev.tercet.pipeline.provider.exchange;

import org.jspecify.annotations.NullMarked;
