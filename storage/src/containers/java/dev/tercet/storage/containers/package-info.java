/** The stores' suites against containers: compiled and run with the Maven profile of that name. */
@NullMarked
package dev.tercet.storage.containers;

import org.jspecify.annotations.NullMarked;
