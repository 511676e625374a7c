package dev.tercet.pipeline.schema;

/**
 * What is wrong with a schema, or with data under a schema.
 *
 * @param pointer JSON pointer (RFC 6901) of the culprit; empty for the whole document
 * @param message what is wrong, for a person
 */
public record SchemaProblem(String pointer, String message) {}
