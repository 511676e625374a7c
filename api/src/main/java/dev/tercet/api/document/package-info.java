/**
 * Takes the text out of files: HTML, PDF and DOCX by their own readers, everything else as UTF-8.
 */
@NullMarked
package dev.tercet.api.document;

import org.jspecify.annotations.NullMarked;
