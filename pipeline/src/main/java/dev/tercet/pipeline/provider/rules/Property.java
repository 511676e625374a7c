package dev.tercet.pipeline.provider.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A property of a record shape, ready to be looked for.
 *
 * @param path its name, or the names of its object and itself
 * @param many an array of such values
 * @param required the record is no fact without it
 * @param labels in normal form, the property's own name first
 * @param entityType what its values are as entities, or null
 */
record Property(
    List<String> path,
    PropertyForm form,
    boolean many,
    boolean required,
    Set<String> labels,
    @Nullable String entityType) {}
