/**
 * Projects, the sums that they are shown with, the settings of the queues, and how a project ends
 * (docs/protocol.md §6).
 */
@NullMarked
package dev.tercet.storage.postgres.project;

import org.jspecify.annotations.NullMarked;
