package dev.tercet.acceptance.tidy;

import java.util.List;

/**
 * A file that asks for a table of contents is two files, but for build files and the description of
 * the API, whose formats are one document each.
 */
record FileLength(int limit) implements Rule {
  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    int lines = file.lines().size();
    boolean counted = !file.path().endsWith("pom.xml") && !file.path().endsWith("openapi.yaml");
    return counted && lines > limit
        ? List.of(file.finding(lines, "%d lines; the limit is %d".formatted(lines, limit)))
        : List.of();
  }
}
