package dev.tercet.pipeline.provider.rules.values;

/**
 * A value under a label: a line such as {@code Due date: 3 March 2025}, or a cell of a table.
 *
 * @param label the label in the form of {@link Labels#normal}
 * @param row 0 for a line; above 0 the number of the table row in the passage, whose cells are
 *     labelled by the header
 * @param startChar first UTF-16 unit of the value, which is never empty
 * @param endChar UTF-16 unit after the value's last
 */
public record Field(String label, int row, int startChar, int endChar) {}
