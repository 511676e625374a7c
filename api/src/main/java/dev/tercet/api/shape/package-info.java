/**
 * The shapes of bodies: strict JSON, the schemas of {@code openapi.yaml} that bodies are validated
 * with, and the rules a project's own schema must keep.
 */
@NullMarked
package dev.tercet.api.shape;

import org.jspecify.annotations.NullMarked;
