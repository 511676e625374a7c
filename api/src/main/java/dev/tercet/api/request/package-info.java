/**
 * What every HTTP request carries from its first byte to its last: an id, and its lines in the log.
 */
@NullMarked
package dev.tercet.api.request;

import org.jspecify.annotations.NullMarked;
