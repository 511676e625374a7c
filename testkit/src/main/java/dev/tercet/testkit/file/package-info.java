/** Files made by the tests, of kinds that have stopped readers of documents. */
@NullMarked
package dev.tercet.testkit.file;

import org.jspecify.annotations.NullMarked;
