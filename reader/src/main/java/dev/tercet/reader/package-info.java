/**
 * The child program that takes the text out of files, one at a time, and may be killed at any
 * moment.
 */
@NullMarked
package dev.tercet.reader;

import org.jspecify.annotations.NullMarked;
