package dev.tercet.acceptance.tidy;

import java.util.List;

/** One house rule. */
interface Rule {
  /**
   * What is broken in this file; empty when nothing is, or when the rule is not about such files.
   */
  List<TidyFinding> check(SourceFile file, Repository repository);
}
