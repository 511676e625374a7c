/** Dead letters and bulk runs over HTTP (docs/protocol.md §11). */
@NullMarked
package dev.tercet.api.http.bulk;

import org.jspecify.annotations.NullMarked;
