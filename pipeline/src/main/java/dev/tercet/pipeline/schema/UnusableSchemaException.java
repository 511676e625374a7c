package dev.tercet.pipeline.schema;

import java.util.List;

/** A schema that facts cannot be checked against; the caller's mistake, never retried. */
public final class UnusableSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<SchemaProblem> problems;

  UnusableSchemaException(List<SchemaProblem> problems) {
    super("the schema cannot be used: " + problems);
    this.problems = List.copyOf(problems);
  }

  /** At least one; at most as many as {@link FactSchema} reports. */
  public List<SchemaProblem> problems() {
    return problems;
  }
}
