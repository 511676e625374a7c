/**
 * Takes the text out of files, in processes of their own that may be killed at any moment: whatever
 * a file does to its reader, it does not do it to the service.
 */
@NullMarked
package dev.tercet.pipeline.document;

import org.jspecify.annotations.NullMarked;
