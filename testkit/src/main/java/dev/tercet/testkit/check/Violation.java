package dev.tercet.testkit.check;

/**
 * An invariant that does not hold.
 *
 * @param invariant its number, such as {@code S3}
 * @param what which row or point breaks it, and how
 */
public record Violation(String invariant, String what) {
  @Override
  public String toString() {
    return invariant + ": " + what;
  }
}
