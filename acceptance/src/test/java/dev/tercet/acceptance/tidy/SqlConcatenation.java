package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement of the program is one whole literal: nothing is glued to it or formatted into it. A
 * test may do so with values of its own.
 */
record SqlConcatenation() implements Rule {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(?:SELECT\\b.*|INSERT\\s+INTO\\b.*|UPDATE\\b.*\\bSET\\b.*|DELETE\\s+FROM\\b.*|WITH\\b.*\\bAS\\b.*|MERGE\\s+INTO\\b.*)",
          Pattern.DOTALL);
  private static final Pattern GLUED_AFTER =
      Pattern.compile(
          "\\s*(?:\\+|\\.(?:formatted|concat|replace|replaceAll|repeat)\\s*\\().*", Pattern.DOTALL);
  private static final Pattern GLUED_BEFORE =
      Pattern.compile(".*(?:\\+|String\\.format\\(|\\.append\\()\\s*", Pattern.DOTALL);

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    if (file.isJava() && !file.isTest()) {
      JavaText java = JavaText.of(file);
      String code = java.code();
      for (JavaText.Literal literal : java.literals()) {
        if (STATEMENT.matcher(literal.content()).matches() && isGlued(code, literal)) {
          findings.add(
              file.findingAt(
                  literal.start(), "SQL is put together from pieces; bind parameters instead"));
        }
      }
    }
    return findings;
  }

  private static boolean isGlued(String code, JavaText.Literal literal) {
    String after = code.substring(literal.end(), Math.min(code.length(), literal.end() + 80));
    String before = code.substring(Math.max(0, literal.start() - 80), literal.start());
    return GLUED_AFTER.matcher(after).matches() || GLUED_BEFORE.matcher(before).matches();
  }
}
