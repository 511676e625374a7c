/**
 * Detectors: each compares two stores page by page and says where they differ. None of them changes
 * what counts as truth.
 */
@NullMarked
package dev.tercet.recovery.detect;

import org.jspecify.annotations.NullMarked;
