/** What happens to documents, step by step, and one process after another that plays it. */
@NullMarked
package dev.tercet.acceptance.proof.scenario;

import org.jspecify.annotations.NullMarked;
