/** Who may call: keys, compared by their hashes. */
@NullMarked
package dev.tercet.api.security;

import org.jspecify.annotations.NullMarked;
