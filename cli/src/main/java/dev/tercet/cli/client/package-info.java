/**
 * The service as any other client sees it: its address, its lists, its refusals, and documents that
 * are sent to it.
 */
@NullMarked
package dev.tercet.cli.client;

import org.jspecify.annotations.NullMarked;
