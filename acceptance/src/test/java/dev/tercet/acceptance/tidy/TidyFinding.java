package dev.tercet.acceptance.tidy;

/** One place that breaks a rule, as a person wants to read it. Lines count from 1. */
record TidyFinding(String path, int line, String message) {
  @Override
  public String toString() {
    return path + ":" + line + ": " + message;
  }
}
