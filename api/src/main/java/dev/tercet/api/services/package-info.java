/** What the controllers work with: the ports and the pipeline's entrances, wherever they are. */
@NullMarked
package dev.tercet.api.services;

import org.jspecify.annotations.NullMarked;
