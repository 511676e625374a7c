package dev.tercet.acceptance.tidy;

import java.util.List;

/**
 * A text file of the repository.
 *
 * @param path relative to the repository's root, with slashes
 */
record SourceFile(String path, String text) {
  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMarkdown() {
    return path.endsWith(".md");
  }

  boolean isTest() {
    return path.contains("/src/test/");
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** The number, from 1, of the line on which this offset (in chars) stands. */
  int lineAt(int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(it -> it == '\n').count();
  }

  TidyFinding finding(int line, String message) {
    return new TidyFinding(path, line, message);
  }

  TidyFinding findingAt(int offset, String message) {
    return finding(lineAt(offset), message);
  }
}
