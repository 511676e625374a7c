/** What the stores' folders are handled with; knows nothing of the stores. */
@NullMarked
package dev.tercet.embedded.files;

import org.jspecify.annotations.NullMarked;
