/**
 * Dead letters, read by cause, and bulk runs, which change many extractions page by page
 * (docs/protocol.md §11).
 */
@NullMarked
package dev.tercet.storage.postgres.bulk;

import org.jspecify.annotations.NullMarked;
